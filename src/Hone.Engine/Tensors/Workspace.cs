namespace Hone.Engine.Tensors;

/// <summary>
/// Owns the activations of one step. Tensors are handed out in order and all taken back at once by <see cref="Reset"/>;
/// the second step uses the memory of the first, so training allocates nothing after its first step.
/// </summary>
internal sealed class Workspace : IDisposable
{
    // 16 MiB; once there are many, 64 MiB: at each block's end some of it stays empty.
    private const long BlockLength = 1 << 22, LargeBlockLength = 1 << 24;
    private const int ManyBlocks = 16;
    private readonly List<NativeBlock> blocks = [];
    private int current;
    private long used;

    /// <summary>Uninitialised memory: the caller writes every element before it reads one.</summary>
    public Tensor Take(int rows, int columns)
    {
        var length = ((long)rows * columns + 15) / 16 * 16;
        while (current < blocks.Count && used + length > blocks[current].Length)
            (current, used) = (current + 1, 0);
        if (current == blocks.Count)
            blocks.Add(new NativeBlock(Math.Max(length, blocks.Count < ManyBlocks ? BlockLength : LargeBlockLength)));
        var tensor = Tensor.Over(blocks[current], used, rows, columns);
        used += length;
        MostUsed = Math.Max(MostUsed, sizeof(float) * (blocks.Take(current).Sum(block => block.Length) + used));
        return tensor;
    }

    public void Reset() => (current, used) = (0, 0);

    /// <summary>A place to go back to with <see cref="Release"/>: everything taken since is taken back.</summary>
    public (int Block, long Used) Mark() => (current, used);

    public void Release((int Block, long Used) mark) => (current, used) = mark;

    /// <summary>The most bytes ever in use, ends of blocks included.</summary>
    public long MostUsed { get; private set; }

    /// <summary>Bytes held, in use or not.</summary>
    public long Bytes => blocks.Sum(block => block.Length * sizeof(float));

    public void Dispose() => blocks.ForEach(block => block.Dispose());
}
