using System.Runtime.InteropServices;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tensors;

/// <summary>
/// Weights of a linear layer as a device reads them: [out, in], row after row, in any <see cref="WeightFormat"/>. A view of memory that
/// <paramref name="owner"/> keeps alive: a block of our own or a mapped file. A device may have interleaved the rows to panels of sixteen
/// (<see cref="Kernels.Device.Prepare"/>): <paramref name="panelBytes"/> each, 0 where rows lie as rows.
/// </summary>
internal sealed unsafe class WeightMatrix(SafeHandle owner, byte* pointer, int rows, int columns, WeightFormat format, long panelBytes = 0)
{
    /// <summary>Rows interleaved to one panel.</summary>
    public const int PanelRows = 16;

    public int Rows => rows;

    public int Columns => columns;

    public WeightFormat Format => format;

    public long RowBytes { get; } = format.RowBytes(columns);

    /// <summary>Rows are interleaved: none can be read or written alone.</summary>
    public bool IsPanelled => panelBytes > 0;

    public long Bytes => IsPanelled ? (rows + PanelRows - 1) / PanelRows * panelBytes : RowBytes * rows;

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
        if (IsPanelled && first % PanelRows != 0)
            throw new ArgumentException($"a view of panels begins at a multiple of {PanelRows}", nameof(first));
        return new WeightMatrix(owner, pointer + (IsPanelled ? first / PanelRows * panelBytes : first * RowBytes), count, columns, format, panelBytes);
    }

    /// <summary>This and the matrix below it as one, where they lie so in memory and have one format; else null.</summary>
    public WeightMatrix? Join(WeightMatrix below)
        => !IsPanelled && owner == below.Owner && format == below.Format && columns == below.Columns && pointer + Bytes == below.Pointer ? new(owner, pointer, rows + below.Rows, columns, format) : null;

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
    public Span<byte> Row(int row) => IsPanelled ? throw new InvalidOperationException("the rows of a panel lie interleaved") : new(pointer + (row * RowBytes), checked((int)RowBytes));

    /// <summary>The same memory as a tensor; for f32 only.</summary>
    public Tensor AsTensor()
        => format == WeightFormat.F32 && owner is NativeBlock block ? Tensor.Over(block, (float*)pointer - block.Pointer, rows, columns) : throw new InvalidOperationException($"weights in {format} are no f32 tensor");
}
