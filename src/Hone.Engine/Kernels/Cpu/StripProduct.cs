using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// C (+)= A * B for a few rows of A: a panel of B is packed by the thread that multiplies it and read back from its cache, so that B is read from
/// memory once. The same sums in the same order as <see cref="Gemm"/>: a row's result does not depend on how many rows there are.
/// </summary>
internal sealed unsafe class StripProduct(WorkerPool pool, TileKernel kernel) : IDisposable
{
    public const int MostRows = 16;
    private const int PieceFloats = 1 << 17; // of B: some ten microseconds of work
    private const long EdgeBytes = TileKernel.EdgeLength * sizeof(float);
    private NativeBlock scratch = new(0);

    public void Multiply(int m, int n, int k, Operand a, IPanelSource b, float* c, nint ldc, bool accumulate)
    {
        var blocks = BlockOfK.Cut(k, 0, kernel);
        var panels = (n + TileKernel.Width - 1) / TileKernel.Width;
        var share = Math.Clamp(PieceFloats / TileKernel.Width / k, 1, panels);
        var (panelBytes, rowBytes) = (kernel.PanelBytes(kernel.LongestBlock), kernel.RowsBytes(MostRows, kernel.LongestBlock));
        var memory = Reserve(EdgeBytes + panelBytes + rowBytes, out var perWorker);
        pool.Run((panels + share - 1) / share, (piece, worker) =>
        {
            byte* edge = memory + (worker * perWorker), packed = edge + EdgeBytes, rows = packed + panelBytes;
            for (var panel = piece * share; panel < Math.Min(panels, (piece + 1) * share); panel++)
            {
                var column = panel * TileKernel.Width;
                var columns = Math.Min(TileKernel.Width, n - column);
                foreach (var block in blocks)
                {
                    b.Pack(kernel, new PanelPart(block.Start, block.Length, column, columns), packed);
                    var left = kernel.Lay(m, block.Length, a.From(0, block.Start), rows);
                    kernel.Multiply(m, columns, block.Length, left, packed, c + column, ldc, accumulate || block.Start > 0, (float*)edge);
                }
            }
        });
    }

    public void Dispose() => scratch.Dispose();

    private byte* Reserve(long bytes, out long perWorker)
    {
        perWorker = (bytes + 63) / 64 * 64;
        if (scratch.Length * sizeof(float) < perWorker * pool.Count)
        {
            scratch.Dispose();
            scratch = NativeBlock.OfBytes(perWorker * pool.Count);
        }
        return (byte*)scratch.Pointer;
    }
}
