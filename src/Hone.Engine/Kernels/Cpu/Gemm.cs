using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// C (+)= A * B. B is packed into panels of 32 columns by all threads, A a block of rows at a time by the thread that uses it for its
/// share of the panels (Goto and van de Geijn 2008). k is cut into blocks, each added to C as a whole; with a segment length the blocks
/// begin anew at every segment, so that a sum over the rows of a batch is the same to the bit however the batch was cut into whole rows,
/// and for any number of threads.
/// </summary>
internal sealed unsafe class Gemm(WorkerPool pool, TileKernel kernel) : IDisposable
{
    private const int BlockBytes = 384 << 10; // of A: beside a panel of B in the second-level cache
    private const int LeastRows = 96;         // of a block: fewer would read B too often
    private const int PiecesPerThread = 6;    // so that the last one is short beside all of them
    private const long SlabBytes = 8 << 20;   // of B packed at once
    private NativeBlock slab = new(0);
    private readonly NativeBlock edges = new((long)pool.Count * TileKernel.EdgeLength);
    private readonly NativeBlock?[] corners = new NativeBlock?[pool.Count];

    public TileKernel Kernel => kernel;

    public void Multiply(int m, int n, int k, Operand a, IPanelSource b, float* c, nint ldc, bool accumulate, int segment = 0)
    {
        if (m == 0 || n == 0 || k == 0)
            return;
        var blocks = BlockOfK.Cut(k, segment, kernel);
        var width = (int)Math.Max(1, SlabBytes / PackedPanels.Bytes(kernel, blocks, TileKernel.Width)) * TileKernel.Width;
        for (var column = 0; column < n; column += width)
        {
            var columns = Math.Min(width, n - column);
            Reserve(PackedPanels.Bytes(kernel, blocks, columns));
            var panels = new PackedPanels(kernel, blocks, column, columns, (byte*)slab.Pointer);
            panels.Fill(b, pool);
            Multiply(m, a, panels, c + column, ldc, accumulate);
        }
    }

    public long PackedBytes(int n, int k) => PackedPanels.Bytes(kernel, BlockOfK.Cut(k, 0, kernel), n);

    /// <summary>The whole right side packed, for several products with it, in memory of <see cref="PackedBytes"/>.</summary>
    public PackedPanels Pack(int n, int k, IPanelSource b, float* memory)
    {
        var panels = new PackedPanels(kernel, BlockOfK.Cut(k, 0, kernel), 0, n, (byte*)memory);
        panels.Fill(b, pool);
        return panels;
    }

    /// <summary>The product with panels already packed; <paramref name="c"/> is where their first column goes.</summary>
    public void Multiply(int m, Operand a, PackedPanels panels, float* c, nint ldc, bool accumulate)
    {
        var rows = RowsOfBlock(m, panels.Blocks);
        var down = (m + rows - 1) / rows;
        var share = Math.Max(1, panels.Count * down / Math.Max(down, PiecesPerThread * pool.Count));
        var across = (panels.Count + share - 1) / share;
        pool.Run(across * down, (piece, worker) =>
        {
            var (row, first) = (piece / across * rows, piece % across * share);
            Block(Math.Min(rows, m - row), a.From(row, 0), panels, first, Math.Min(panels.Count, first + share), c + (row * ldc), ldc, accumulate, worker);
        });
    }

    /// <summary>As <see cref="Multiply(int, Operand, PackedPanels, float*, nint, bool)"/>, by the calling thread alone: for few rows inside a larger piece of work.</summary>
    public void MultiplyHere(int m, Operand a, PackedPanels panels, float* c, nint ldc, bool accumulate, int worker)
        => Block(m, a, panels, 0, panels.Count, c, ldc, accumulate, worker);

    public void Dispose()
    {
        slab.Dispose();
        edges.Dispose();
        foreach (var corner in corners)
            corner?.Dispose();
        kernel.Dispose();
    }

    // As many as the cache holds, fewer where there would be too few pieces for the threads.
    private int RowsOfBlock(int m, BlockOfK[] blocks)
    {
        var most = BlockBytes / kernel.ValueBytes / blocks[0].Length;
        var fair = (m + (PiecesPerThread * pool.Count) - 1) / (PiecesPerThread * pool.Count);
        var rows = Math.Min(most, Math.Max(fair, LeastRows));
        return (rows + kernel.Height - 1) / kernel.Height * kernel.Height;
    }

    private void Block(int rows, Operand a, PackedPanels panels, int first, int end, float* c, nint ldc, bool accumulate, int worker)
    {
        var edge = edges.Pointer + ((long)worker * TileKernel.EdgeLength);
        foreach (var block in panels.Blocks)
        {
            var corner = kernel.PackRows(rows, block.Length, a.From(0, block.Start), Corner(worker, kernel.RowsBytes(rows, block.Length)));
            for (var panel = first; panel < end; panel++)
                kernel.Multiply(rows, panels.Width(panel), block.Length, corner, panels.Panel(panel, block), c + (panel * TileKernel.Width), ldc, accumulate || block.Start > 0, edge);
        }
    }

    private byte* Corner(int worker, long bytes)
    {
        if (corners[worker] is not { } corner || corner.Length * sizeof(float) < bytes)
        {
            corners[worker]?.Dispose();
            corners[worker] = corner = NativeBlock.OfBytes(bytes);
        }
        return (byte*)corner.Pointer;
    }

    private void Reserve(long bytes)
    {
        if (slab.Length * sizeof(float) >= bytes)
            return;
        slab.Dispose();
        slab = NativeBlock.OfBytes(bytes);
    }
}
