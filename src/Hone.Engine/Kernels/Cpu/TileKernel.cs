using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// The innermost loops of matrix products in one number type, and the layouts they read: rows of A block by block, B in panels of 32
/// columns. One element of C is one chain of sums in rising k within a block of k, whatever the tile it falls in.
/// </summary>
internal abstract unsafe class TileKernel : IDisposable
{
    /// <summary>Columns of a packed panel.</summary>
    public const int Width = 32;

    /// <summary>Floats of scratch <see cref="Multiply"/> needs: the largest tile.</summary>
    public const int EdgeLength = 32 * Width;

    public abstract string Name { get; }

    /// <summary>Rows of C a tile covers.</summary>
    public abstract int Height { get; }

    /// <summary>Bytes of a packed value.</summary>
    public abstract int ValueBytes { get; }

    /// <summary>Packed k is rounded up to a multiple of this.</summary>
    public abstract int Grain { get; }

    /// <summary>Longest block of k: a panel as long and some rows of A as long share the second-level cache.</summary>
    public abstract int LongestBlock { get; }

    public int Padded(int k) => (k + Grain - 1) / Grain * Grain;

    public long PanelBytes(int k) => (long)Padded(k) * Width * ValueBytes;

    /// <summary>Bytes rows of A take once packed: the last tile reads on to its full height.</summary>
    public long RowsBytes(int rows, int k) => (long)((rows + Height - 1) / Height * Height) * Padded(k) * ValueBytes;

    /// <summary>Lays rows of A out for this kernel; the result may lie where the rows lie.</summary>
    public virtual PackedRows Lay(int rows, int k, Operand a, byte* scratch) => PackRows(rows, k, a, scratch);

    /// <summary>As <see cref="Lay"/>, always a copy: for rows that are read many times.</summary>
    public abstract PackedRows PackRows(int rows, int k, Operand a, byte* target);

    /// <summary>Packs up to 32 columns of B, zero-filled to the right and to the grain.</summary>
    public abstract void PackPanel(int columns, int k, Operand b, byte* target);

    /// <summary>C[rows, columns] (+)= A * one panel, on the calling thread.</summary>
    public abstract void Multiply(int rows, int columns, int k, PackedRows a, byte* panel, float* c, nint ldc, bool accumulate, float* edge);

    public abstract void Dispose();
}

/// <summary>Rows of A as a kernel reads them; strides in bytes.</summary>
internal readonly unsafe struct PackedRows(byte* pointer, nint rowStride, nint columnStride)
{
    public readonly byte* Pointer = pointer;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public PackedRows From(int row) => new(Pointer + (row * RowStride), RowStride, ColumnStride);
}
