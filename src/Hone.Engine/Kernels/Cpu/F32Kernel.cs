namespace Hone.Engine.Kernels.Cpu;

/// <summary>Products in f32 by portable vector code: the fallback and the reference. <paramref name="bits"/>: 512, 256 or 128; by default the widest of this machine.</summary>
internal sealed unsafe class F32Kernel(int bits = 0) : TileKernel
{
    private readonly int width = bits > 0 ? bits : GemmTile.WidestBits;

    public override string Name => "f32";

    public override int Height => GemmTile.Height;

    public override int ValueBytes => sizeof(float);

    public override int Grain => 1;

    public override int LongestBlock => 512;

    public override PackedRows Lay(int rows, int k, Operand a, byte* scratch) => new((byte*)a.Pointer, a.RowStride * sizeof(float), a.ColumnStride * sizeof(float));

    // Rows at strides of some KiB fall into few sets of the first-level cache, and on a page each: a copy does not.
    public override PackedRows PackRows(int rows, int k, Operand a, byte* target)
    {
        var copy = (float*)target;
        var byRow = a.ColumnStride == 1;
        var (lines, length, stride) = byRow ? (rows, k, a.RowStride) : (k, rows, a.ColumnStride);
        for (var line = 0; line < lines; line++)
        {
            var source = a.Pointer + (line * stride);
            if (byRow || a.RowStride == 1)
                new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(copy + ((long)line * length), length));
            else
                Gather(source, a.RowStride, copy + ((long)line * length), length);
        }
        return Lay(rows, k, byRow ? new Operand(copy, length, 1) : new Operand(copy, 1, length), target);
    }

    public override void PackPanel(int columns, int k, Operand b, byte* target) => F32Packing.Panel(columns, k, b, (float*)target);

    public override void Multiply(int rows, int columns, int k, PackedRows a, byte* panel, float* c, nint ldc, bool accumulate, float* edge)
    {
        nint rowStride = a.RowStride / sizeof(float), columnStride = a.ColumnStride / sizeof(float);
        for (var row = 0; row < rows; row += Height)
        {
            var height = Math.Min(Height, rows - row);
            var source = (float*)a.Pointer + (row * rowStride);
            var target = c + (row * ldc);
            if (columns == Width)
                GemmTile.Multiply(width, height, k, source, rowStride, columnStride, (float*)panel, target, ldc, accumulate);
            else
                MultiplyEdge(height, columns, k, new Operand(source, rowStride, columnStride), (float*)panel, target, ldc, accumulate, edge);
        }
    }

    public override void Dispose()
    {
    }

    private void MultiplyEdge(int height, int columns, int k, Operand a, float* panel, float* target, nint ldc, bool accumulate, float* edge)
    {
        GemmTile.Multiply(width, height, k, a.Pointer, a.RowStride, a.ColumnStride, panel, edge, Width, false);
        for (var i = 0; i < height; i++, target += ldc, edge += Width)
        {
            for (var j = 0; j < columns; j++)
                target[j] = accumulate ? target[j] + edge[j] : edge[j];
        }
    }

    private static void Gather(float* source, nint stride, float* target, int count)
    {
        for (var p = 0; p < count; p++, source += stride)
            target[p] = *source;
    }
}
