using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training;
using Hone.Engine.Training.Optimizers;

namespace Hone.Engine.Tests.Training.Optimizers;

public sealed class AdamW8Tests
{
    private static readonly AdamWStep Numbers = new(1, 1e-3f, 0.9f, 0.95f, 1e-8f, 0.1f, 0.5f);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nearest_AnyValue_IsTheNearestOfAllCodes(bool withSign)
    {
        var codes = withSign ? DynamicCodes.Signed : DynamicCodes.Unsigned;
        var chance = new Xoshiro256(1);
        var values = Enumerable.Range(0, 20_000).Select(_ => (float)(Math.Pow(10, -9 * chance.NextDouble()) * (withSign && chance.Next(2) == 0 ? -1 : 1)))
            .Concat(codes.Values.Zip(codes.Values.Skip(1), (low, high) => (low + high) / 2)).Concat(codes.Values).Concat([0f, float.Epsilon]);

        foreach (var value in values)
        {
            var expected = codes.Values.Select((code, index) => (Math.Abs((double)value - code), index)).Min().index;
            Assert.True(expected == codes.Nearest(value), $"{value:R}: {codes.Nearest(value)} should be {expected}");
        }
        Assert.Equal(256, codes.Values.Distinct().Count());
        Assert.Equal(codes.Values, codes.Values.Order());
        Assert.Equal(0f, codes.Values[codes.Zero]);
    }

    [Fact]
    public void Step_OneStep_IsPlainFloat64ArithmeticOnDecodedStates()
    {
        const int Length = (3 * EightBitMoments.Block) + 41;
        using var device = new CpuDevice(2);
        using var moments = new EightBitMoments(Length);
        using Tensor values = Random(Length, 1, 1), gradients = Random(Length, 2, 0.01);
        device.AdamW8(values, gradients, moments, Numbers);
        var (m, v) = (Decoded(moments.First, moments.FirstLargest, DynamicCodes.Signed, Length), Decoded(moments.Second, moments.SecondLargest, DynamicCodes.Unsigned, Length));
        var before = values.Span.ToArray();
        using var next = Random(Length, 3, 0.01);

        device.AdamW8(values, next, moments, Numbers with { Step = 2 });

        for (var i = 0; i < Length; i++)
        {
            double g = next.Span[i] * 0.5, mean = (m[i] * 0.9) + (g * 0.1), square = (v[i] * 0.95) + (g * g * 0.05);
            var expected = (before[i] * (1 - (1e-3 * 0.1))) - (1e-3 * mean / (1 - (0.9 * 0.9)) / (Math.Sqrt(square / (1 - (0.95 * 0.95))) + 1e-8));
            Assert.Equal(expected, values.Span[i], 1e-6);
            Assert.True(square == 0 || Decoded(moments.Second, moments.SecondLargest, DynamicCodes.Unsigned, Length)[i] > 0 || i > 3, "a mean square above 0 must stay above it");
        }
    }

    [Fact]
    public void Step_GradientThatStops_MakesNoGiantStep()
    {
        using var device = new CpuDevice(1);
        using var moments = new EightBitMoments(256);
        using Tensor values = new(1, 256), gradients = new(1, 256);
        gradients.Span.Fill(1e-4f);
        gradients.Span[0] = 1f;
        device.AdamW8(values, gradients, moments, Numbers with { WeightDecay = 0, GradientScale = 1 });
        gradients.Clear();

        for (var step = 2; step < 40; step++)
            device.AdamW8(values, gradients, moments, Numbers with { Step = step, WeightDecay = 0, GradientScale = 1 });

        Assert.All(values.Span.ToArray(), value => Assert.InRange(Math.Abs(value), 0, 40 * 3e-3));
    }

    [Fact]
    public void Step_OtherThreads_AreTheSameBits()
    {
        Assert.Equal(After(1), After(2));
        Assert.Equal(After(1), After(5));

        static float[] After(int threads)
        {
            const int Length = 200_003;
            using var device = new CpuDevice(threads);
            using var moments = new EightBitMoments(Length);
            using Tensor values = Random(Length, 1, 1), gradients = Random(Length, 2, 0.01);
            for (var step = 1; step < 3; step++)
                device.AdamW8(values, gradients, moments, Numbers with { Step = step });
            return values.Span.ToArray();
        }
    }

    [Fact]
    public void Training_WithEightBitStates_TracksThatWithF32()
    {
        var (before, wide) = Learn(OptimizerKind.Adamw);
        var (_, narrow) = Learn(OptimizerKind.Adamw8);

        Assert.True(wide < 0.6 * before);
        Assert.Equal(wide, narrow, 0.03 * before);
    }

    [Fact]
    public void State_OfMatrices_IsAQuarter()
    {
        ParameterSpec[] parameters = [new("model.layers.0.mlp.up_proj.weight", 512, 256, null)];
        using var wide = new AdamW(parameters);
        using var narrow = new AdamW8(parameters);

        Assert.InRange((double)Bytes(narrow) / Bytes(wide), 0.25, 0.26);
    }

    internal static (double Before, double After) Learn(OptimizerKind kind)
    {
        using var device = new CpuDevice(2);
        using var parameters = TrainerTests.RandomParameters(TrainerTests.Odd, 1);
        var spec = TrainerTests.Spec with { Kl = 0, LearningRate = 3e-3, WarmUp = 0, Tokens = 60 * 4 * 19, Optimizer = kind };
        using var trainer = new Trainer(device, TrainerTests.Odd, parameters, null, spec, TrainerTests.EndOfText);
        var rows = TrainerTests.Rows(spec, TrainerTests.Odd, 3);
        var before = trainer.Measure(rows);
        for (var step = 0; step < 60; step++)
            trainer.Step(step, rows);
        return (before, trainer.Measure(rows));
    }

    private static long Bytes(IOptimizer optimizer) => optimizer.State.Sum(tensor => tensor.Value.Length * sizeof(float));

    private static unsafe double[] Decoded(Tensor codes, Tensor largest, DynamicCodes book, int length)
        => [.. Enumerable.Range(0, length).Select(i => (double)(book.Values[((byte*)codes.Pointer)[i]] * largest.Span[i / EightBitMoments.Block]))];

    private static Tensor Random(int length, ulong seed, double size)
    {
        var tensor = new Tensor(1, length);
        var chance = new Xoshiro256(seed);
        foreach (ref var value in tensor.Span)
            value = (float)(size * (chance.NextDouble() - 0.5) * Math.Pow(10, -3 * chance.NextDouble()));
        return tensor;
    }
}
