using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tests.Layers;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

public sealed class TrainerTests
{
    internal const int EndOfText = 0;

    // Odd sizes on purpose: no width is a multiple of a vector or a tile.
    internal static readonly ModelShape Odd = new()
    {
        VocabularySize = 53,
        Hidden = 24,
        FeedForward = 37,
        Layers = 2,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 10,
        ContextLength = 64,
    };

    internal static readonly AdaptSpec Spec = new() { RowLength = 19, BatchRows = 4, MicroRows = 4, Kl = 0.7, Replay = 0.5 };

    // One shape for each thing that families do differently.
    internal static readonly Dictionary<string, ModelShape> Shapes = new()
    {
        ["plain"] = Odd,
        ["untied head, llama3 rotary"] = Odd with { TiedHead = false, RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = 8, OriginalContext = 30 } },
        ["window in one layer, biases"] = Odd with { Window = 5, WindowedLayers = LayerSet.Where(2, layer => layer == 1), AttentionBias = true, FeedForwardBias = true },
        ["head norms, no rotary in one layer"] = Odd with { HeadNorm = true, LayersWithoutRotary = LayerSet.Where(2, layer => layer == 0) },
        ["factors"] = Odd with { AttentionScale = 0.2f, EmbeddingScale = 3, ResidualScale = 0.4f, LogitScale = 0.5f },
        ["experts, sinks, yarn"] = Odd with
        {
            Experts = 5,
            ExpertsPerToken = 2,
            Gate = Gate.ClampedSwiGlu,
            Sinks = true,
            Window = 7,
            AttentionBias = true,
            AttentionOutBias = true,
            FeedForwardBias = true,
            TiedHead = false,
            RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Yarn, Factor = 4, OriginalContext = 16, Truncate = false },
        },
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Gradients_AllParameters_MatchFloat64Oracle(string name)
    {
        var shape = Shapes[name];
        using var device = new CpuDevice(2);
        using var parameters = RandomParameters(shape, 1);
        using var start = RandomParameters(shape, 2);
        using var trainer = new Trainer(device, shape, parameters, start, Spec, EndOfText);
        var rows = Rows(Spec, shape, 3);

        var sums = trainer.AccumulateGradients(rows);

        var weights = DecoderOracle.Copy(parameters);
        var reference = new DecoderOracle(shape, DecoderOracle.Copy(start));
        var referenceLogits = rows.Select(row => reference.Logits(row.Tokens[..^1], Starts(row))).ToArray();
        Assert.Equal(shape.Parameters, parameters.Length);
        Assert.Equal(Loss(shape, weights, rows, referenceLogits, klWeight: 0), sums.Total / sums.Tokens, 1e-5);
        var chance = new Xoshiro256(4);
        foreach (var (tensor, gradient) in parameters.Named.Zip(trainer.Gradients.Named))
        {
            for (var sample = 0; sample < 3; sample++)
            {
                var at = chance.Next((int)tensor.Value.Length);
                var expected = Slope(weights, tensor.Name, at, () => Loss(shape, weights, rows, referenceLogits, Spec.Kl));
                Assert.True(Math.Abs(expected - gradient.Value.Span[at]) < 1e-6 + (1e-4 * Math.Abs(expected)), $"{tensor.Name}[{at}]: {gradient.Value.Span[at]} should be {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Gradients_OtherMicroBatchesAndThreads_AreTheSameBits(string name)
    {
        var whole = GradientBits(Spec, 2, Shapes[name]);

        Assert.Equal(whole, GradientBits(Spec with { MicroRows = 1 }, 2, Shapes[name]));
        Assert.Equal(whole, GradientBits(Spec with { MicroRows = 3 }, 1, Shapes[name]));
        Assert.Equal(whole, GradientBits(Spec, 5, Shapes[name]));
    }

    [Fact]
    public void Step_Repeated_LearnsTheRows()
    {
        using var device = new CpuDevice(2);
        using var parameters = RandomParameters(Odd, 1);
        var spec = Spec with { Kl = 0, LearningRate = 3e-3, WarmUp = 0, Tokens = 60 * 4 * 19 };
        using var trainer = new Trainer(device, Odd, parameters, null, spec, EndOfText);
        var rows = Rows(spec, Odd, 3);
        var before = trainer.Measure(rows);

        for (var step = 0; step < 60; step++)
            trainer.Step(step, rows);

        Assert.True(trainer.Measure(rows) < 0.6 * before);
    }

    [Fact]
    public void GradientsInBf16_OtherMicroBatchesAndThreads_AreTheSameBits()
    {
        var spec = Spec with { Compute = ComputeType.BF16 };
        var whole = GradientBits(spec, 2, Odd);

        Assert.Equal(whole, GradientBits(spec with { MicroRows = 1 }, 2, Odd));
        Assert.Equal(whole, GradientBits(spec with { MicroRows = 3 }, 1, Odd));
        Assert.Equal(whole, GradientBits(spec, 5, Odd));
    }

    [Fact]
    public void StepInBf16_Repeated_LearnsAsInF32()
    {
        var (before, wide) = Learn(ComputeType.F32);
        var (_, narrow) = Learn(ComputeType.BF16);

        Assert.True(wide < 0.6 * before);
        Assert.Equal(wide, narrow, 0.05 * before);
    }

    private static (double Before, double After) Learn(ComputeType compute)
    {
        using var device = new CpuDevice(2, compute);
        using var parameters = RandomParameters(Odd, 1);
        var spec = Spec with { Kl = 0, LearningRate = 3e-3, WarmUp = 0, Tokens = 60 * 4 * 19, Compute = compute };
        using var trainer = new Trainer(device, Odd, parameters, null, spec, EndOfText);
        var rows = Rows(spec, Odd, 3);
        var before = trainer.Measure(rows);
        for (var step = 0; step < 60; step++)
            trainer.Step(step, rows);
        return (before, trainer.Measure(rows));
    }

    internal static ParameterSet RandomParameters(ModelShape shape, ulong seed)
    {
        var parameters = new ParameterSet(shape);
        var chance = new Xoshiro256(seed);
        foreach (var tensor in parameters.Named)
        {
            var values = tensor.Value.Span;
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)((tensor.Kind == VectorKind.Gain ? 1.0 : 0.0) + (0.4 * (chance.NextDouble() - 0.5)));
        }
        return parameters;
    }

    private static uint[] GradientBits(AdaptSpec spec, int threads, ModelShape shape)
    {
        using var device = new CpuDevice(threads, spec.Compute);
        using var parameters = RandomParameters(shape, 1);
        using var start = RandomParameters(shape, 2);
        using var trainer = new Trainer(device, shape, parameters, start, spec, EndOfText);
        trainer.AccumulateGradients(Rows(spec, shape, 3));
        return [.. trainer.Gradients.All.Span.ToArray().Select(BitConverter.SingleToUInt32Bits)];
    }

    internal static TrainingRow[] Rows(AdaptSpec spec, ModelShape shape, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, spec.BatchRows).Select(row => new TrainingRow([.. Enumerable.Range(0, spec.RowLength + 1).Select(_ => chance.Next(5) == 0 ? EndOfText : chance.Next(shape.VocabularySize))], row % 2 == 1))];
    }

    internal static int[] Starts(TrainingRow row) => new Batch(row.Tokens[..^1], row.Tokens.Length - 1, EndOfText).Starts;

    internal static double Slope(Dictionary<string, double[]> weights, string name, int at, Func<double> loss)
    {
        const double Step = 1e-5;
        var value = weights[name][at];
        weights[name][at] = value + Step;
        var above = loss();
        weights[name][at] = value - Step;
        var below = loss();
        weights[name][at] = value;
        return (above - below) / (2 * Step);
    }

    internal static double Loss(ModelShape shape, Dictionary<string, double[]> weights, TrainingRow[] rows, double[][][] reference, double klWeight)
    {
        var model = new DecoderOracle(shape, weights);
        var sum = 0.0;
        for (var r = 0; r < rows.Length; r++)
        {
            var logits = model.Logits(rows[r].Tokens[..^1], Starts(rows[r]));
            for (var t = 0; t < logits.Length; t++)
            {
                var p = LogSoftmax(logits[t]);
                sum -= p[rows[r].Tokens[t + 1]];
                if (klWeight > 0 && rows[r].IsReplay)
                    sum += klWeight * LogSoftmax(reference[r][t]).Select((q, v) => Math.Exp(q) * (q - p[v])).Sum();
            }
        }
        return sum / (rows.Length * (rows[0].Tokens.Length - 1));
    }

    internal static double[] LogSoftmax(double[] logits)
    {
        var max = logits.Max();
        var logSum = max + Math.Log(logits.Sum(x => Math.Exp(x - max)));
        return [.. logits.Select(x => x - logSum)];
    }
}
