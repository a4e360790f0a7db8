using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels;

/// <summary>
/// Memory of keys and values in pages of <see cref="Tokens"/> neighbouring positions, all layers of a model in each (Kwon et al. 2023). Within
/// a page, each layer has its key heads, then its value heads. Keys lie as [head size][positions], so that one vector holds neighbouring positions and a score
/// needs no sum across it; values as [positions][head size], padded to whole vectors with zeros. Stored as f32, or as bf16 in half the memory.
/// </summary>
internal sealed unsafe class KeyValuePages(HeadLayout heads, int layers, ComputeType format = ComputeType.F32) : IDisposable
{
    public const int Tokens = 32;
    private const int Lanes = 16;
    private readonly List<NativeBlock> blocks = [];

    public HeadLayout Heads => heads;

    public ComputeType Format => format;

    /// <summary>Width of a row of values.</summary>
    public int ValueWidth { get; } = (heads.Size + Lanes - 1) / Lanes * Lanes;

    public int ElementBytes => format == ComputeType.BF16 ? sizeof(ushort) : sizeof(float);

    public long PageBytes => layers * LayerBytes;

    /// <summary>Pages there is memory for.</summary>
    public int Count => blocks.Count;

    private long KeyBytes => (long)heads.Size * Tokens * ElementBytes;

    private long ValueBytes => (long)ValueWidth * Tokens * ElementBytes;

    private long LayerBytes => heads.KeyValues * (KeyBytes + ValueBytes);

    /// <summary>Makes a page more and returns its number.</summary>
    public int Add()
    {
        blocks.Add(NativeBlock.OfBytes(PageBytes));
        return blocks.Count - 1;
    }

    public byte* Keys(int page, int layer, int head) => Layer(page, layer) + (head * KeyBytes);

    public byte* Values(int page, int layer, int head) => Layer(page, layer) + (heads.KeyValues * KeyBytes) + (head * ValueBytes);

    public void Copy(int from, int to) => Buffer.MemoryCopy(blocks[from].Pointer, blocks[to].Pointer, PageBytes, PageBytes);

    public void Dispose() => blocks.ForEach(block => block.Dispose());

    private byte* Layer(int page, int layer) => (byte*)blocks[page].Pointer + (layer * LayerBytes);
}
