using System.Diagnostics;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;

namespace Hone.Benchmarks;

/// <summary>C[m,n] = A B over k; the letters say whether A and B lie plainly (n) or turned round (t), as BLAS has it.</summary>
internal sealed record GemmShape(string Name, int M, int N, int K, string Layout)
{
    public double Work => 2.0 * M * N * K;

    // About a second of work in all rounds of a row.
    public int Repetitions => Math.Max(1, (int)(2e10 / Work));

    public override string ToString() => $"{Name} {M}x{N}x{K} {Layout}";
}

/// <summary>Our product of f32 operands, on as many threads as asked for. bf16 counts the rounding of both operands.</summary>
internal static class OurGemm
{
    private const int WarmUp = 200;

    public static unsafe double? Measure(GemmShape shape, int threads, bool bf16)
    {
        TileKernel? kernel = bf16 ? PanelKernel.TryCreate() : new F32Kernel();
        if (kernel is null)
            return null;
        using var pool = new WorkerPool(threads);
        using var gemm = new Gemm(pool, kernel);
        using var a = Values(shape.M, shape.K, shape.Layout[0] == 't');
        using var b = Values(shape.K, shape.N, shape.Layout[1] == 't');
        using var c = new Tensor(shape.M, shape.N);
        Operand left = Layout(a, shape.Layout[0]), right = Layout(b, shape.Layout[1]);
        // The runtime compiles anew what it sees used: that shall be done.
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < WarmUp;)
            gemm.Multiply(shape.M, shape.N, shape.K, left, right, c.Pointer, shape.N, false);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < shape.Repetitions; i++)
            gemm.Multiply(shape.M, shape.N, shape.K, left, right, c.Pointer, shape.N, false);
        return shape.Work * shape.Repetitions / clock.Elapsed.TotalSeconds / 1e9;
    }

    private static Operand Layout(Tensor tensor, char letter) => letter == 't' ? Operand.Of(tensor).Transposed() : Operand.Of(tensor);

    private static Tensor Values(int rows, int columns, bool turned)
    {
        var chance = new Hone.Core.Statistics.Xoshiro256(3);
        var tensor = turned ? new Tensor(columns, rows) : new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5);
        return tensor;
    }
}

/// <summary>One product beside OpenBLAS (f32) or oneDNN (bf16, operands already rounded).</summary>
internal sealed class GemmRow(GemmShape shape, int threads, bool bf16, GemmPeer peer) : IRow
{
    public string Name => $"gemm {(bf16 ? "bf16" : "f32")} {shape}, {threads} thread{(threads > 1 ? "s" : "")}";

    public string Peer => (bf16 ? "oneDNN" : "OpenBLAS") + GemmPeer.Missing;

    public string Unit => "GFLOP/s";

    public double Bar => bf16 ? 0.90 : 0.95;

    public double? MeasureOurs() => OurGemm.Measure(shape, threads, bf16);

    public double? MeasurePeer() => peer.Measure(shape, threads, bf16);
}

/// <summary>Our bf16 product beside our f32 one.</summary>
internal sealed class GemmGainRow(GemmShape shape, int threads) : IRow
{
    public string Name => $"gemm bf16 over f32 {shape}, {threads} thread{(threads > 1 ? "s" : "")}";

    public string Peer => "our f32";

    public string Unit => "GFLOP/s";

    public double Bar => 1.8;

    public double? MeasureOurs() => OurGemm.Measure(shape, threads, bf16: true);

    public double? MeasurePeer() => OurGemm.Measure(shape, threads, bf16: false);
}
