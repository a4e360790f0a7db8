namespace Hone.Engine.Tensors;

/// <summary>
/// A row-major f32 matrix (or vector: one row) in native memory. A view shares the memory of the tensor it was cut from.
/// Names carry shapes as suffixes: B rows of a batch, T positions in a row, N = B*T positions, D model width, C packed q+k+v width,
/// F feed-forward width, V vocabulary, H heads.
/// </summary>
internal sealed unsafe class Tensor : IDisposable
{
    private readonly NativeBlock block;
    private readonly long offset;

    public Tensor(int rows, int columns)
        : this(new NativeBlock((long)rows * columns), 0, rows, columns)
    {
    }

    private Tensor(NativeBlock block, long offset, int rows, int columns)
    {
        if (offset < 0 || offset + ((long)rows * columns) > block.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), "a view must lie inside its block");
        this.block = block;
        this.offset = offset;
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    public long Length => (long)Rows * Columns;

    internal float* Pointer => block.Pointer + offset;

    public Span<float> Span => new(Pointer, checked((int)Length));

    public static Tensor Over(NativeBlock block, long offset, int rows, int columns) => new(block, offset, rows, columns);

    public Tensor RowRange(int first, int count) => new(block, offset + ((long)first * Columns), count, Columns);

    public Span<float> Row(int row) => new(Pointer + ((long)row * Columns), Columns);

    public void Clear()
    {
        for (long done = 0; done < Length; done += int.MaxValue / 2)
            new Span<float>(Pointer + done, (int)Math.Min(Length - done, int.MaxValue / 2)).Clear();
    }

    /// <summary>Frees the memory, views included: for the one who made the tensor.</summary>
    public void Dispose() => block.Dispose();

    public void CopyFrom(Tensor source) => source.Span.CopyTo(Span);
}
