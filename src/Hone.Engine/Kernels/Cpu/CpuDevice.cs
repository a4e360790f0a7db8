using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Runs the operations on all cores, in f32 but for the inputs of matrix products where bf16 is asked for and faster. Work is cut into pieces that do not depend on the number of threads.</summary>
internal sealed partial class CpuDevice : Device
{
    private readonly WorkerPool pool;
    private readonly Gemm gemm;
    private readonly StripProduct strips;
    private readonly RowProduct fewRows;
    private readonly LowRank lowRank;
    private readonly QuantisedLinear quantised;
    private readonly Activations activations;
    private readonly string products;
    private readonly Dictionary<int, AttentionKernel> attention = [];
    private readonly CacheAttention overCache;
    private readonly Workspace headSpace = new();

    /// <param name="threads">0: one a core.</param>
    /// <param name="compute">bf16 falls back to f32 where it is missing or no faster.</param>
    /// <param name="activations">How weights in blocks are multiplied.</param>
    /// <param name="assembled">Whole-number products by assembled code where it can run.</param>
    public CpuDevice(int threads = 0, ComputeType compute = ComputeType.F32, Activations activations = Activations.Int8, bool assembled = true)
    {
        this.activations = activations;
        // Before the pool: tile registers must be allowed before the threads that use them start.
        var kernel = compute == ComputeType.BF16 ? PanelKernel.TryCreate() : null;
        pool = new WorkerPool(threads > 0 ? threads : Environment.ProcessorCount);
        overCache = new CacheAttention(pool);
        gemm = new Gemm(pool, kernel is null ? new F32Kernel() : kernel);
        strips = new StripProduct(pool, gemm.Kernel);
        fewRows = new RowProduct(pool);
        lowRank = new LowRank(pool);
        quantised = new QuantisedLinear(pool, (assembled ? VnniPanelProduct.TryCreate() : null) ?? (IPanelProduct)new PortablePanelProduct());
        products = kernel is not null ? $"bf16 by {kernel.Name}" : compute == ComputeType.BF16 ? "f32 (bf16 is not faster here)" : "f32";
    }

    public override string Description => $"CPU, {pool.Count} threads, {CpuFeatures.Widest}, blocks by {quantised.Name}, {products}";

    public override void Dispose()
    {
        foreach (var kernel in attention.Values)
            kernel.Dispose();
        overCache.Dispose();
        headSpace.Dispose();
        quantised.Dispose();
        lowRank.Dispose();
        fewRows.Dispose();
        strips.Dispose();
        gemm.Dispose();
        pool.Dispose();
    }

    private AttentionKernel AttentionFor(int headSize)
    {
        if (!attention.TryGetValue(headSize, out var kernel))
            attention[headSize] = kernel = new AttentionKernel(pool, gemm.Kernel, headSize);
        return kernel;
    }

    // Rows a piece of element-wise work takes: enough to be worth a hand-over, few enough to share out.
    private const int RowsPerPiece = 32;

    private void ForRows(int rows, Action<int, int> body)
        => pool.Run((rows + RowsPerPiece - 1) / RowsPerPiece, (piece, _) => body(piece * RowsPerPiece, Math.Min(rows, (piece + 1) * RowsPerPiece)));
}
