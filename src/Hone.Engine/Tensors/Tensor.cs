namespace Hone.Engine.Tensors;

/// <summary>
/// A row-major f32 matrix (or vector: one row) in native memory. A view shares the memory of the tensor it was cut from; a view of some
/// columns has rows further apart than they are long, and only operations that say so take one. Names carry shapes as suffixes: B rows of
/// a batch, T positions in a row, N = B*T positions, D model width, C packed q+k+v width, F feed-forward width, V vocabulary, H heads, I and O
/// inputs and outputs of a linear layer, R rank of an adapter, E experts.
/// </summary>
internal sealed unsafe class Tensor : IDisposable
{
    private readonly NativeBlock block;
    private readonly long offset;

    public Tensor(int rows, int columns)
        : this(new NativeBlock((long)rows * columns), 0, rows, columns, columns)
    {
    }

    private Tensor(NativeBlock block, long offset, int rows, int columns, int stride)
    {
        if (offset < 0 || (rows > 0 && offset + ((rows - 1L) * stride) + columns > block.Length))
            throw new ArgumentOutOfRangeException(nameof(offset), "a view must lie inside its block");
        this.block = block;
        this.offset = offset;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Floats between the beginnings of neighbouring rows.</summary>
    public int Stride { get; }

    public bool IsContiguous => Stride == Columns || Rows <= 1;

    public long Length => (long)Rows * Columns;

    internal float* Pointer => block.Pointer + offset;

    public Span<float> Span => IsContiguous ? new(Pointer, checked((int)Length)) : throw new InvalidOperationException("the rows of a column view are not one span");

    public static Tensor Over(NativeBlock block, long offset, int rows, int columns) => new(block, offset, rows, columns, columns);

    public Tensor RowRange(int first, int count) => new(block, offset + ((long)first * Stride), count, Columns, Stride);

    public Tensor ColumnRange(int first, int count)
        => first >= 0 && count >= 0 && first <= Columns - count ? new(block, offset + first, Rows, count, Stride) : throw new ArgumentOutOfRangeException(nameof(first), "a view must lie inside its tensor");

    /// <summary>The same memory as a weight matrix.</summary>
    public WeightMatrix AsWeights() => IsContiguous ? new(block, (byte*)Pointer, Rows, Columns, WeightFormat.F32) : throw new InvalidOperationException("a column view is no weight matrix");

    public Span<float> Row(int row) => new(Pointer + ((long)row * Stride), Columns);

    public void Clear()
    {
        if (!IsContiguous)
            throw new InvalidOperationException("a column view cannot be cleared as one");
        for (long done = 0; done < Length; done += int.MaxValue / 2)
            new Span<float>(Pointer + done, (int)Math.Min(Length - done, int.MaxValue / 2)).Clear();
    }

    /// <summary>Frees the memory, views included: for the one who made the tensor.</summary>
    public void Dispose() => block.Dispose();

    public void CopyFrom(Tensor source) => source.Span.CopyTo(Span);
}
