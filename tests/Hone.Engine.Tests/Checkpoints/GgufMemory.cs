using Hone.Engine.Checkpoints.Gguf;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Checkpoints;

/// <summary>A GGUF file that lies in memory instead of on the disk.</summary>
internal static unsafe class GgufMemory
{
    public static GgufFile Read(byte[] bytes)
    {
        var block = NativeBlock.OfBytes(bytes.Length);
        bytes.CopyTo(new Span<byte>(block.Pointer, bytes.Length));
        try
        {
            return GgufFile.Read(block, (byte*)block.Pointer, bytes.Length, "model.gguf");
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }
}
