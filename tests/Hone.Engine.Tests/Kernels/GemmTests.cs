using Hone.Core.Statistics;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

public sealed unsafe class GemmTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Multiply_RandomShapesAndLayouts_MatchesFloat64(int bits)
    {
        using var pool = new WorkerPool(3);
        using var gemm = new Gemm(pool, new F32Kernel(bits));
        var chance = new Xoshiro256(1);
        for (var round = 0; round < 60; round++)
        {
            int m = 1 + chance.Next(140), n = 1 + chance.Next(140), k = 1 + chance.Next(1100);
            bool flipA = chance.Next(2) == 0, flipB = chance.Next(2) == 0, accumulate = chance.Next(2) == 0;
            var a = Random(flipA ? k : m, flipA ? m : k, chance);
            var b = Random(flipB ? n : k, flipB ? k : n, chance);
            var c = Random(m, n, chance);
            var expected = Expected(a, flipA, b, flipB, accumulate ? c : null, m, n, k);

            gemm.Multiply(m, n, k, Layout(a, flipA), Layout(b, flipB), c.Pointer, n, accumulate, chance.Next(2) == 0 ? 0 : 1 + chance.Next(k));

            // An operand is a bare pointer: without this the collector may free the tensors while the product runs.
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - c.Span[i]) < 2e-4, $"{m}x{n}x{k} at {i}: {c.Span[i]} should be {expected[i]}");
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Tile_EveryWidthAndHeight_IsTheSameBits(int bits)
    {
        var chance = new Xoshiro256(2);
        var a = Random(GemmTile.Height, 33, chance);
        var b = Random(33, GemmTile.Width, chance);
        var full = new Tensor(GemmTile.Height, GemmTile.Width);
        GemmTile.Multiply(512, GemmTile.Height, 33, a.Pointer, 33, 1, b.Pointer, full.Pointer, GemmTile.Width, false);
        for (var rows = 1; rows <= GemmTile.Height; rows++)
        {
            var part = new Tensor(rows, GemmTile.Width);

            GemmTile.Multiply(bits, rows, 33, a.Pointer, 33, 1, b.Pointer, part.Pointer, GemmTile.Width, false);

            Assert.Equal(full.Span[..(int)part.Length].ToArray(), part.Span.ToArray());
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    [Fact]
    public void Multiply_PackedOnce_EqualsPackedEachTime()
    {
        const int M = 61, N = 75, K = 640;
        using var pool = new WorkerPool(2);
        using var gemm = new Gemm(pool, new F32Kernel());
        var chance = new Xoshiro256(4);
        Tensor a = Random(M, K, chance), b = Random(N, K, chance), expected = new(M, N), actual = new(M, N);
        gemm.Multiply(M, N, K, Operand.Of(a), Operand.Of(b).Transposed(), expected.Pointer, N, false);

        var memory = NativeBlock.OfBytes(gemm.PackedBytes(N, K));
        var panels = gemm.Pack(N, K, Operand.Of(b).Transposed(), memory.Pointer);
        gemm.Multiply(M, Operand.Of(a), panels, actual.Pointer, N, false);

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        memory.Dispose();
        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
    }

    private static Operand Layout(Tensor tensor, bool flip) => flip ? Operand.Of(tensor).Transposed() : Operand.Of(tensor);

    private static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5);
        return tensor;
    }

    private static double[] Expected(Tensor a, bool flipA, Tensor b, bool flipB, Tensor? c, int m, int n, int k)
    {
        var result = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = c is null ? 0.0 : c.Span[(i * n) + j];
                for (var p = 0; p < k; p++)
                    sum += (double)(flipA ? a.Row(p)[i] : a.Row(i)[p]) * (flipB ? b.Row(j)[p] : b.Row(p)[j]);
                result[(i * n) + j] = sum;
            }
        }
        return result;
    }
}
