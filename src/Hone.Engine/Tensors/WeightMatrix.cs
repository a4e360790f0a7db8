using System.Runtime.InteropServices;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tensors;

/// <summary>
/// Weights of a linear layer as a device reads them: [out, in], row after row, in any <see cref="WeightFormat"/>. A view of memory that
/// <paramref name="owner"/> keeps alive: a block of our own or a mapped file.
/// </summary>
internal sealed unsafe class WeightMatrix(SafeHandle owner, byte* pointer, int rows, int columns, WeightFormat format)
{
    public int Rows => rows;

    public int Columns => columns;

    public WeightFormat Format => format;

    public long RowBytes { get; } = format.RowBytes(columns);

    public long Bytes => RowBytes * rows;

    public byte* Pointer => pointer;

    public SafeHandle Owner => owner;

    /// <summary>Zeroed memory of its own.</summary>
    public static WeightMatrix Allocate(int rows, int columns, WeightFormat format)
    {
        var block = NativeBlock.OfBytes(format.RowBytes(columns) * rows);
        return new WeightMatrix(block, (byte*)block.Pointer, rows, columns, format);
    }

    public WeightMatrix RowRange(int first, int count)
    {
        if (first < 0 || count < 0 || first > rows - count)
            throw new ArgumentOutOfRangeException(nameof(first), "a view must lie inside its matrix");
        return new WeightMatrix(owner, pointer + (first * RowBytes), count, columns, format);
    }

    /// <summary>A copy in another format, row by row on all cores; the result does not depend on their number.</summary>
    public WeightMatrix Convert(WeightFormat target)
    {
        var result = Allocate(rows, columns, target);
        Parallel.For(0, rows, () => new float[columns], (row, _, values) =>
        {
            WeightBlocks.Decode(format, Row(row), values);
            WeightBlocks.Encode(target, values, result.Row(row));
            return values;
        }, static _ => { });
        GC.KeepAlive(owner);
        return result;
    }

    /// <summary>The bytes of one row.</summary>
    public Span<byte> Row(int row) => new(pointer + (row * RowBytes), checked((int)RowBytes));

    /// <summary>The same memory as a tensor; for f32 only.</summary>
    public Tensor AsTensor()
        => format == WeightFormat.F32 && owner is NativeBlock block ? Tensor.Over(block, (float*)pointer - block.Pointer, rows, columns) : throw new InvalidOperationException($"weights in {format} are no f32 tensor");
}
