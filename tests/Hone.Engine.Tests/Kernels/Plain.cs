using Hone.Core.Statistics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

/// <summary>Plain float64 arithmetic and random tensors for the tests of operations.</summary>
internal static class Plain
{
    public static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (double)x[i] * y[i];
        return sum;
    }

    public static double[] Softmax(double[] scores)
    {
        var max = scores.Max();
        var sum = scores.Sum(score => Math.Exp(score - max));
        return [.. scores.Select(score => Math.Exp(score - max) / sum)];
    }

    public static double[] Doubles(Tensor tensor) => [.. tensor.Span.ToArray().Select(value => (double)value)];

    public static void Close(double expected, float actual) => Assert.True(Math.Abs(expected - actual) < 1e-5 + (1e-5 * Math.Abs(expected)), $"{actual} should be {expected}");

    public static void Close(double[] expected, Tensor actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual.Span[i]) < 2e-5 + (2e-5 * Math.Abs(expected[i])), $"{i}: {actual.Span[i]} should be {expected[i]}");
    }

    // Memory that holds what nobody may read.
    public static Tensor Empty(int rows, int columns)
    {
        var tensor = new Tensor(rows, columns);
        tensor.Span.Fill(float.NaN);
        return tensor;
    }

    public static Tensor Random(Xoshiro256 chance, int rows, int columns, double width = 1)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(width * (chance.NextDouble() - 0.5));
        return tensor;
    }
}
