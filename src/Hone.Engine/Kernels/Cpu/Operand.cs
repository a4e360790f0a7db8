using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>A matrix in memory as a product reads it: element (i, j) is <c>Pointer[i * RowStride + j * ColumnStride]</c>.</summary>
internal readonly unsafe struct Operand(float* pointer, nint rowStride, nint columnStride) : IPanelSource
{
    public readonly float* Pointer = pointer;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public static Operand Of(Tensor tensor) => new(tensor.Pointer, tensor.Stride, 1);

    public Operand Transposed() => new(Pointer, ColumnStride, RowStride);

    public Operand From(nint row, nint column) => new(Pointer + (row * RowStride) + (column * ColumnStride), RowStride, ColumnStride);

    public void Pack(TileKernel kernel, PanelPart part, byte* target) => kernel.PackPanel(part.Columns, part.Length, From(part.K, part.Column), target);
}

/// <summary>What stands on the right of a product, [k, n], and can be brought into panels whatever it is stored as.</summary>
internal unsafe interface IPanelSource
{
    /// <summary>Packs one part of one panel as <paramref name="kernel"/> reads it. Called from many threads.</summary>
    void Pack(TileKernel kernel, PanelPart part, byte* target);
}

/// <summary>At most 32 columns from <paramref name="Column"/>, <paramref name="Length"/> of k from <paramref name="K"/>; both begin at multiples of 32 (k: of the segment).</summary>
internal readonly record struct PanelPart(int K, int Length, int Column, int Columns);
