using Hone.Core.Statistics;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

public sealed unsafe class Bf16GemmTests
{
    public static TheoryData<string> Kernels => ["AMX", "AVX512-BF16"];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Multiply_RandomShapesAndLayouts_MatchesFloat64OfRoundedInputs(string name)
    {
        var kernel = KernelOrSkip(name);
        using var pool = new WorkerPool(3);
        using var gemm = new Gemm(pool, kernel);
        var chance = new Xoshiro256(1);
        for (var round = 0; round < 40; round++)
        {
            int m = 1 + chance.Next(140), n = 1 + chance.Next(140), k = 1 + chance.Next(1500);
            bool flipA = chance.Next(2) == 0, flipB = chance.Next(2) == 0, accumulate = chance.Next(2) == 0;
            var segment = chance.Next(2) == 0 ? 0 : 1 + chance.Next(k);
            var a = new Operands(m, k, flipA, chance);
            var b = new Operands(k, n, flipB, chance);
            var c = new Tensor(m, n);
            c.Span.Fill(0.25f);

            gemm.Multiply(m, n, k, a.Layout, b.Layout, c.Pointer, n, accumulate, segment);

            GC.KeepAlive(a);
            GC.KeepAlive(b);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var (expected, size) = Expected(a, b, i, j, k, accumulate ? 0.25 : 0);
                    Assert.True(Math.Abs(expected - c.Row(i)[j]) <= 1e-5 * size, $"{m}x{n}x{k}, A {flipA}, B {flipB}, segment {segment} at {i},{j}: {c.Row(i)[j]} should be {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void RowsBytes_AnyRows_ReachToTheEndOfTheLastTile(string name)
    {
        using var kernel = KernelOrSkip(name);

        for (var rows = 1; rows < 300; rows++)
            Assert.True(kernel.RowsBytes(rows, 64) >= (long)(rows + kernel.Height - 1) / kernel.Height * kernel.Height * 64 * kernel.ValueBytes);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Multiply_OtherThreadCounts_IsTheSameBits(string name)
    {
        var two = Product(name, 2, 0, 301);

        Assert.Equal(two, Product(name, 1, 0, 301));
        Assert.Equal(two, Product(name, 5, 0, 301));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Multiply_RowsApart_IsTheSameBits(string name)
    {
        float[] parts = [.. Product(name, 2, 0, 7), .. Product(name, 2, 7, 301)];

        Assert.Equal(Product(name, 2, 0, 301), parts);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Multiply_SegmentsOneByOne_IsTheSameBits(string name)
    {
        const int M = 45, N = 70, Segment = 301, Segments = 3;
        using var pool = new WorkerPool(2);
        using var gemm = new Gemm(pool, KernelOrSkip(name));
        var chance = new Xoshiro256(3);
        var a = new Operands(M, Segment * Segments, true, chance);
        var b = new Operands(Segment * Segments, N, false, chance);
        Tensor whole = new(M, N), apart = new(M, N);

        gemm.Multiply(M, N, Segment * Segments, a.Layout, b.Layout, whole.Pointer, N, true, Segment);
        for (var k = 0; k < Segment * Segments; k += Segment)
            gemm.Multiply(M, N, Segment, Operand.Of(a.Stored.RowRange(k, Segment)).Transposed(), Operand.Of(b.Stored.RowRange(k, Segment)), apart.Pointer, N, true, Segment);
        GC.KeepAlive(a);
        GC.KeepAlive(b);

        Assert.Equal(whole.Span.ToArray(), apart.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Multiply_WhileTheCollectorRuns_IsTheSameBits(string name)
    {
        var quiet = Product(name, 2, 0, 301);
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                GC.Collect(0);
        });
        collector.Start();

        var disturbed = Enumerable.Range(0, 5).Select(_ => Product(name, 2, 0, 301)).ToList();
        stop.Cancel();
        collector.Join();

        Assert.All(disturbed, product => Assert.Equal(quiet, product));
    }

    [Fact]
    public void Device_ComputeBf16_NamesWhatItUses()
    {
        using var kernel = PanelKernel.TryCreate();
        using var device = new CpuDevice(1, ComputeType.BF16);

        Assert.Contains(kernel is null ? "f32 (bf16 is not faster here)" : $"bf16 by {kernel.Name}", device.Description);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1.01171875f)]
    [InlineData(1.00390625f)]
    [InlineData(1.01171875f)]
    [InlineData(3.4028235e38f)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    [InlineData(1e-41f)]
    public void Packing_SpecialValues_RoundsAsCheckpointsDo(float value)
        => Packs(value);

    [Fact]
    public void Packing_NotANumberOfAllOnes_StaysNotANumber()
        => Packs(BitConverter.UInt32BitsToSingle(0x7FFFFFFF));

    private static void Packs(float value)
    {
        using var packing = Bf16Support.Avx512 ? Bf16Packing.TryCreate() : null;
        Assert.SkipWhen(packing is null, "this machine does not round to bf16");
        var source = new Tensor(16, Bf16Packing.Run);
        source.Span.Fill(value);
        var pairs = new uint[16 * 16];

        fixed (uint* target = pairs)
            packing!.Rows(16, Bf16Packing.Run, Operand.Of(source), target, 16);

        // What f32 holds without its leading one, the dot products take as zero; so does the rounding.
        var expected = float.IsSubnormal(value) ? 0 : Rounding.ToBFloat16(value) * 0x10001u;
        GC.KeepAlive(source);
        Assert.All(pairs, pair => Assert.Equal(expected, pair));
    }

    private static float[] Product(string name, int threads, int firstRow, int endRow)
    {
        const int Rows = 301, N = 135, K = 555;
        using var pool = new WorkerPool(threads);
        using var gemm = new Gemm(pool, KernelOrSkip(name));
        var chance = new Xoshiro256(2);
        var a = new Operands(Rows, K, false, chance);
        var b = new Operands(K, N, true, chance);
        var c = new Tensor(endRow - firstRow, N);
        c.Span.Fill(0.3f);
        gemm.Multiply(endRow - firstRow, N, K, Operand.Of(a.Stored.RowRange(firstRow, endRow - firstRow)), b.Layout, c.Pointer, N, true);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return c.Span.ToArray();
    }

    private static PanelKernel KernelOrSkip(string name)
    {
        var kernel = name == "AMX" ? PanelKernel.TryCreateAmx() : PanelKernel.TryCreateAvx512();
        Assert.SkipWhen(kernel is null, $"this machine has no {name}");
        return kernel!;
    }

    private static (double Sum, double Size) Expected(Operands a, Operands b, int i, int j, int k, double start)
    {
        double sum = start, left = 1e-30, right = start * start;
        for (var p = 0; p < k; p++)
        {
            double x = a.Rounded[(i * k) + p], y = b.Rounded[(p * b.Columns) + j];
            (sum, left, right) = (sum + (x * y), left + (x * x), right + (y * y));
        }
        return (sum, Math.Sqrt(left * right) + Math.Abs(start));
    }

    /// <summary>A random matrix, stored straight or transposed, and its values rounded to bf16.</summary>
    private sealed class Operands
    {
        public Operands(int rows, int columns, bool flip, Xoshiro256 chance)
        {
            Columns = columns;
            Stored = flip ? new Tensor(columns, rows) : new Tensor(rows, columns);
            Layout = flip ? Operand.Of(Stored).Transposed() : Operand.Of(Stored);
            foreach (ref var value in Stored.Span)
                value = (float)(chance.NextDouble() - 0.5);
            Rounded = new float[rows * columns];
            for (var i = 0; i < Rounded.Length; i++)
                Rounded[i] = BitConverter.UInt32BitsToSingle((uint)Rounding.ToBFloat16(Layout.Pointer[(i / columns * Layout.RowStride) + (i % columns * Layout.ColumnStride)]) << 16);
        }

        public int Columns { get; }
        public Tensor Stored { get; }
        public Operand Layout { get; }
        public float[] Rounded { get; }
    }
}
