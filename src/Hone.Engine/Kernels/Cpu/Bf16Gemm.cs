using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// C (+)= A * B with inputs rounded to bf16 and sums in f32. B is packed whole into panels of 32 columns, A a block of rows at a time by the
/// thread that uses it for all its panels. An element of C is one chain of sums in rising k, blocks of k beginning anew at every segment:
/// neither threads nor the cut of a batch into whole rows change a bit.
/// </summary>
internal sealed unsafe class Bf16Gemm(WorkerPool pool, PanelKernel kernel) : IDisposable
{
    private const int BlockK = 256;         // 32 x 256 pairs of A and a panel of B as long: 32 KiB, first-level cache
    private const int BlockM = 96;          // a multiple of both kernels' heights
    private const int MostPanels = 32;      // panels a piece of work walks
    private const int PiecesPerThread = 2;  // more would pack A again for each
    private const long SlabLength = 1 << 22; // bf16 values of B packed at once: 8 MiB
    private const int EdgeLength = 32 * GemmTile.Width;
    private NativeBlock packed = new(0);
    private readonly NativeBlock edges = new((long)pool.Count * EdgeLength);
    private readonly NativeBlock corners = new((long)pool.Count * BlockM * BlockK / 2);

    public void Multiply(int m, int n, int k, Operand a, Operand b, float* c, nint ldc, bool accumulate, int segment = 0)
    {
        if (m == 0 || n == 0 || k == 0)
            return;
        var blocks = BlockOfK.Cut(k, segment <= 0 || segment > k ? k : segment, BlockK);
        var depth = blocks[^1].At + Bf16Packing.Padded(blocks[^1].Length);
        var slab = (int)Math.Max(GemmTile.Width, SlabLength / depth / GemmTile.Width * GemmTile.Width);
        for (var column = 0; column < n; column += slab)
        {
            var part = new Bf16Product
            {
                M = m,
                N = Math.Min(slab, n - column),
                A = a,
                B = new Operand(b.Pointer + (column * b.ColumnStride), b.RowStride, b.ColumnStride),
                C = c + column,
                Ldc = ldc,
                Accumulate = accumulate,
                Blocks = blocks,
                Depth = depth,
            };
            Pack(part);
            MultiplySlab(part);
        }
    }

    public void Dispose()
    {
        packed.Dispose();
        edges.Dispose();
        corners.Dispose();
        kernel.Dispose();
    }

    private void Pack(Bf16Product part)
    {
        var needed = part.Panels * part.PanelLength;
        if (packed.Length < needed)
        {
            packed.Dispose();
            packed = new NativeBlock(needed);
        }
        pool.Run(part.Panels * part.Blocks.Length, (piece, _) =>
        {
            var (panel, block) = (piece / part.Blocks.Length, part.Blocks[piece % part.Blocks.Length]);
            var source = part.B.Pointer + (panel * GemmTile.Width * part.B.ColumnStride) + (block.Start * part.B.RowStride);
            Bf16Packing.ByPair(part.Width(panel), block.Length, new Operand(source, part.B.RowStride, part.B.ColumnStride), Panel(part, panel, block));
        });
    }

    private uint* Panel(Bf16Product part, int panel, BlockOfK block)
        => (uint*)packed.Pointer + (panel * part.PanelLength) + (block.At / 2 * GemmTile.Width);

    private void MultiplySlab(Bf16Product part)
    {
        var down = (part.M + BlockM - 1) / BlockM;
        var wanted = Math.Max((part.Panels + MostPanels - 1) / MostPanels, ((PiecesPerThread * pool.Count) + down - 1) / down);
        var share = (part.Panels + wanted - 1) / wanted;
        var across = (part.Panels + share - 1) / share;
        pool.Run(across * down, (piece, worker) =>
        {
            var first = piece % across * share;
            Block(part, piece / across * BlockM, first, Math.Min(part.Panels, first + share), worker);
        });
    }

    private void Block(Bf16Product part, int row, int firstPanel, int endPanel, int worker)
    {
        var rows = Math.Min(BlockM, part.M - row);
        var corner = (uint*)corners.Pointer + ((long)worker * BlockM * BlockK / 2);
        foreach (var block in part.Blocks)
        {
            var pairs = Bf16Packing.Padded(block.Length) / 2;
            var source = part.A.Pointer + (row * part.A.RowStride) + (block.Start * part.A.ColumnStride);
            Bf16Packing.ByLine(rows, block.Length, new Operand(source, part.A.RowStride, part.A.ColumnStride), corner, pairs);
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                var call = new PanelCall
                {
                    A = corner,
                    B = Panel(part, panel, block),
                    C = part.C + (row * part.Ldc) + (panel * GemmTile.Width),
                    StrideC = part.Ldc * sizeof(float),
                    StrideA = pairs * sizeof(uint),
                    Steps = pairs / Bf16Packing.Lines,
                    Accumulate = part.Accumulate || block.Start > 0 ? 1 : 0,
                };
                MultiplyPanel(call, rows, part.Width(panel), edges.Pointer + (worker * EdgeLength));
            }
        }
    }

    private void MultiplyPanel(PanelCall call, int rows, int width, float* edge)
    {
        var whole = width == GemmTile.Width ? rows / kernel.Height : 0;
        if (whole > 0)
        {
            var inside = call;
            inside.Blocks = whole;
            kernel.Run(&inside);
        }
        for (var row = whole * kernel.Height; row < rows; row += kernel.Height)
        {
            var outside = call;
            outside.A = (uint*)((byte*)call.A + (row * call.StrideA));
            outside.C = (float*)((byte*)call.C + (row * call.StrideC));
            MultiplyEdge(outside, Math.Min(kernel.Height, rows - row), width, edge);
        }
    }

    // The part of C a block reaches over is brought to scratch and back, so that its chain of sums is that of a whole block.
    private void MultiplyEdge(PanelCall call, int rows, int width, float* edge)
    {
        var target = call.C;
        var ldc = call.StrideC / sizeof(float);
        for (var i = 0; i < rows; i++)
            new ReadOnlySpan<float>(target + (i * ldc), width).CopyTo(new Span<float>(edge + (i * GemmTile.Width), width));
        call.C = edge;
        call.StrideC = GemmTile.Width * sizeof(float);
        call.Blocks = 1;
        kernel.Run(&call);
        for (var i = 0; i < rows; i++)
            new ReadOnlySpan<float>(edge + (i * GemmTile.Width), width).CopyTo(new Span<float>(target + (i * ldc), width));
    }
}
