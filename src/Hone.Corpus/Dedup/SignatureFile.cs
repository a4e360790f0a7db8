using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hone.Corpus.Dedup;

/// <summary>The signatures of all documents, on disk: the same number of bytes each, at its document's number. Gone when disposed.</summary>
internal sealed class SignatureFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    /// <param name="path">A temporary file, in the run's own folder.</param>
    public SignatureFile(string path, MinHash sketch)
    {
        _path = path;
        Width = sketch.Width;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    public int Width { get; }

    /// <summary>Writes the signatures of documents that follow each other. From any thread, in any order.</summary>
    public void Write(int first, ReadOnlySpan<uint> signatures) =>
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(signatures), (long)first * Width * sizeof(uint));

    public void Read(int first, Span<uint> signatures)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(signatures);
        for (int read = 0; read < bytes.Length;)
        {
            int more = RandomAccess.Read(_file, bytes[read..], (long)first * Width * sizeof(uint) + read);
            if (more == 0)
                throw new InvalidOperationException($"no signature was written for document {first + read / sizeof(uint) / Width}");
            read += more;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
