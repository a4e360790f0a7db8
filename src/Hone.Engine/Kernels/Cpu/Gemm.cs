using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>A matrix in memory as a product reads it: element (i, j) is <c>Pointer[i * RowStride + j * ColumnStride]</c>.</summary>
internal readonly unsafe struct Operand(float* pointer, nint rowStride, nint columnStride)
{
    public readonly float* Pointer = pointer;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public static Operand Of(Tensor tensor) => new(tensor.Pointer, tensor.Stride, 1);

    public Operand Transposed() => new(Pointer, ColumnStride, RowStride);
}

/// <summary>
/// C (+)= A * B in f32. B is packed into panels of 32 columns, A is read where it lies. k is cut into blocks of at most 256,
/// each added to C as a whole; with a segment length the blocks begin anew at every segment, so that a sum over the rows of
/// a batch is the same to the bit however the batch was cut into whole rows.
/// </summary>
internal sealed unsafe class Gemm(WorkerPool pool) : IDisposable
{
    private const int BlockK = 256;        // a panel of 256 x 32 floats is 32 KiB: first-level cache
    private const int BlockM = 96;         // 96 x 256 floats of A: second-level cache
    private const int BlockPanels = 8;     // panels a piece of work walks
    private const long SlabLength = 1 << 21; // floats of B packed at once: 8 MiB
    private NativeBlock packed = new(0);
    private readonly NativeBlock edges = new((long)pool.Count * GemmTile.Height * GemmTile.Width);
    private readonly NativeBlock corners = new((long)pool.Count * BlockM * BlockK);

    public void Multiply(int m, int n, int k, Operand a, Operand b, float* c, nint ldc, bool accumulate, int segment = 0)
    {
        if (m == 0 || n == 0 || k == 0)
            return;
        if (segment <= 0 || segment > k)
            segment = k;
        var slab = (int)Math.Max(GemmTile.Width, SlabLength / k / GemmTile.Width * GemmTile.Width);
        for (var column = 0; column < n; column += slab)
        {
            var width = Math.Min(slab, n - column);
            Pack(k, width, new Operand(b.Pointer + (column * b.ColumnStride), b.RowStride, b.ColumnStride));
            MultiplySlab(m, width, k, a, c + column, ldc, accumulate, segment);
        }
    }

    public void Dispose()
    {
        packed.Dispose();
        edges.Dispose();
        corners.Dispose();
    }

    private void Pack(int k, int n, Operand b)
    {
        var panels = (n + GemmTile.Width - 1) / GemmTile.Width;
        var needed = (long)panels * k * GemmTile.Width;
        if (packed.Length < needed)
        {
            packed.Dispose();
            packed = new NativeBlock(needed);
        }
        var target = packed.Pointer;
        pool.Run(panels, (panel, _) => PackPanel(k, Math.Min(GemmTile.Width, n - (panel * GemmTile.Width)), b, panel * GemmTile.Width, target + ((long)panel * k * GemmTile.Width)));
    }

    /// <summary>Packs columns first.. of B into one panel, [k][32], zero-filled to the right.</summary>
    public static void PackPanel(int k, int width, Operand b, int first, float* target)
    {
        var source = b.Pointer + (first * b.ColumnStride);
        if (b.ColumnStride == 1)
        {
            for (var p = 0; p < k; p++, source += b.RowStride, target += GemmTile.Width)
            {
                new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target, GemmTile.Width));
                new Span<float>(target + width, GemmTile.Width - width).Clear();
            }
            return;
        }
        if (width < GemmTile.Width)
            new Span<float>(target, k * GemmTile.Width).Clear();
        for (var j = 0; j < width; j++, source += b.ColumnStride)
        {
            if (b.RowStride == 1)
                Scatter(source, target + j, k);
            else
                Gather(source, b.RowStride, target + j, k, GemmTile.Width);
        }
    }

    private static void Scatter(float* source, float* target, int k)
    {
        var p = 0;
        for (; p <= k - 4; p += 4, source += 4, target += 4 * GemmTile.Width)
        {
            target[0] = source[0];
            target[GemmTile.Width] = source[1];
            target[2 * GemmTile.Width] = source[2];
            target[3 * GemmTile.Width] = source[3];
        }
        for (; p < k; p++, source++, target += GemmTile.Width)
            *target = *source;
    }

    private static void Gather(float* source, nint stride, float* target, int count, nint targetStride)
    {
        for (var p = 0; p < count; p++, source += stride, target += targetStride)
            *target = *source;
    }

    private void MultiplySlab(int m, int n, int k, Operand a, float* c, nint ldc, bool accumulate, int segment)
    {
        var panels = (n + GemmTile.Width - 1) / GemmTile.Width;
        var across = (panels + BlockPanels - 1) / BlockPanels;
        var down = (m + BlockM - 1) / BlockM;
        var b = packed.Pointer;
        pool.Run(across * down, (piece, worker) =>
        {
            var row = piece / across * BlockM;
            var panel = piece % across * BlockPanels;
            Block(Math.Min(BlockM, m - row), row, panel, Math.Min(panels, panel + BlockPanels), worker);
        });

        void Block(int rows, int row, int firstPanel, int endPanel, int worker)
        {
            for (var start = 0; start < k; start += segment)
            {
                var end = Math.Min(k, start + segment);
                for (var p = start; p < end; p += BlockK)
                {
                    var length = Math.Min(BlockK, end - p);
                    var corner = Corner(rows, length, new Operand(a.Pointer + (row * a.RowStride) + (p * a.ColumnStride), a.RowStride, a.ColumnStride), worker);
                    for (var panel = firstPanel; panel < endPanel; panel++)
                        Panel(rows, row, p, length, corner, panel, accumulate || p > 0, worker);
                }
            }
        }

        void Panel(int rows, int row, int p, int length, Operand corner, int panel, bool add, int worker)
        {
            var source = b + ((((long)panel * k) + p) * GemmTile.Width);
            var column = panel * GemmTile.Width;
            MultiplyPanel(rows, Math.Min(GemmTile.Width, n - column), length, corner, source, c + (row * ldc) + column, ldc, add, edges.Pointer + (worker * GemmTile.Height * GemmTile.Width));
        }
    }

    // A transposed A is read down its columns; at the usual strides of some KiB those all fall into one set of the first-level cache. A copy does not.
    private Operand Corner(int rows, int k, Operand a, int worker)
    {
        if (a.ColumnStride == 1)
            return a;
        var copy = corners.Pointer + ((long)worker * BlockM * BlockK);
        for (var p = 0; p < k; p++)
        {
            var source = a.Pointer + (p * a.ColumnStride);
            if (a.RowStride == 1)
                new ReadOnlySpan<float>(source, rows).CopyTo(new Span<float>(copy + (p * rows), rows));
            else
                Gather(source, a.RowStride, copy + (p * rows), rows, 1);
        }
        return new Operand(copy, 1, rows);
    }

    /// <summary>C[rows, width] (+)= A[rows, k] * one packed panel, on the calling thread. <paramref name="edge"/>: 12 x 32 floats of scratch.</summary>
    public static void MultiplyPanel(int rows, int width, int k, Operand a, float* panel, float* c, nint ldc, bool accumulate, float* edge)
    {
        for (var row = 0; row < rows; row += GemmTile.Height)
        {
            var height = Math.Min(GemmTile.Height, rows - row);
            var source = a.Pointer + (row * a.RowStride);
            var target = c + (row * ldc);
            if (width == GemmTile.Width)
            {
                GemmTile.Multiply(height, k, source, a.RowStride, a.ColumnStride, panel, target, ldc, accumulate);
                continue;
            }
            GemmTile.Multiply(height, k, source, a.RowStride, a.ColumnStride, panel, edge, GemmTile.Width, false);
            for (var i = 0; i < height; i++)
            {
                for (var j = 0; j < width; j++)
                    target[(i * ldc) + j] = accumulate ? target[(i * ldc) + j] + edge[(i * GemmTile.Width) + j] : edge[(i * GemmTile.Width) + j];
            }
        }
    }
}
