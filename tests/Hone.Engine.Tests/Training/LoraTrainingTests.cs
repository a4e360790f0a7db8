using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tests.Layers;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

/// <summary>Adapters beside a frozen base: gradients, what stays as it is, and bases in every format.</summary>
public sealed class LoraTrainingTests
{
    private static readonly LoraSpec Lora = new() { Rank = 3, Alpha = 5 };

    // Widths that the blocks of every format divide.
    private static readonly ModelShape Wide = new()
    {
        VocabularySize = 67,
        Hidden = 256,
        FeedForward = 512,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 64,
        ContextLength = 64,
    };

    public static TheoryData<string> Cases => ["plain", "biases and window", "some modules, rank-stabilised", "experts"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_WithKlToTheBase_MatchFloat64Oracle(string name)
    {
        var (shape, lora) = Case(name);
        using var device = new CpuDevice(2);
        using var start = TrainerTests.RandomParameters(shape, 1);
        using var trainee = Beside(device, shape, start, lora);
        using var trainer = new Trainer(trainee, null, TrainerTests.Spec, TrainerTests.EndOfText);
        var rows = TrainerTests.Rows(TrainerTests.Spec, shape, 3);

        var sums = trainer.AccumulateGradients(rows);

        var frozen = DecoderOracle.Copy(start);
        var adapter = DecoderOracle.Copy(trainee.Parameters);
        var scale = LoraLayout.ConfigOf(lora, null).ScaleOf("");
        var reference = new DecoderOracle(shape, frozen);
        var referenceLogits = rows.Select(row => reference.Logits(row.Tokens[..^1], TrainerTests.Starts(row))).ToArray();
        double Loss(double kl) => TrainerTests.Loss(shape, Effective(shape, frozen, adapter, lora.Rank, scale), rows, referenceLogits, kl);
        Assert.Equal(Loss(0), sums.Total / sums.Tokens, 1e-5);
        Assert.True(sums.Kl > 0);
        var chance = new Xoshiro256(4);
        foreach (var gradient in trainee.Gradients.Named)
        {
            for (var sample = 0; sample < 2; sample++)
            {
                var at = chance.Next((int)gradient.Value.Length);
                var expected = TrainerTests.Slope(adapter, gradient.Name, at, () => Loss(TrainerTests.Spec.Kl));
                Assert.True(Math.Abs(expected - gradient.Value.Span[at]) < 1e-6 + (1e-4 * Math.Abs(expected)), $"{gradient.Name}[{at}]: {gradient.Value.Span[at]} should be {expected}");
            }
        }
    }

    [Fact]
    public void Gradients_OtherMicroBatchesThreadsAndRecomputing_AreTheSameBits()
    {
        var whole = GradientBits(TrainerTests.Spec, 2);

        Assert.Equal(whole, GradientBits(TrainerTests.Spec with { MicroRows = 1 }, 2));
        Assert.Equal(whole, GradientBits(TrainerTests.Spec with { MicroRows = 3 }, 1));
        Assert.Equal(whole, GradientBits(TrainerTests.Spec, 5));
        Assert.Equal(whole, GradientBits(TrainerTests.Spec with { Recompute = true }, 2));
    }

    [Theory]
    [InlineData(WeightFormat.BF16, ComputeType.F32)]
    [InlineData(WeightFormat.Q8_0, ComputeType.F32)]
    [InlineData(WeightFormat.Q4_K, ComputeType.F32)]
    [InlineData(WeightFormat.MXFP4, ComputeType.F32)]
    [InlineData(WeightFormat.Q8_0, ComputeType.BF16)]
    [InlineData(WeightFormat.Q4_K, ComputeType.BF16)]
    public void Gradients_OverABaseInBlocks_AreThoseOverItsDecodedValues(WeightFormat format, ComputeType compute)
    {
        using var device = new CpuDevice(2, compute, Activations.Exact);
        using var start = TrainerTests.RandomParameters(Wide, 1);
        var stored = new Hone.Engine.Checkpoints.ConvertedSource(start, format);
        using var decoded = new ParameterSet(Wide);
        WeightCopy.Fill(decoded, stored);
        var rows = TrainerTests.Rows(TrainerTests.Spec, Wide, 3);

        var (blocks, blockLoss) = Gradients(device, stored, rows);
        var (plain, plainLoss) = Gradients(device, decoded, rows);

        Assert.Equal(plainLoss, blockLoss);
        Assert.Equal(plain, blocks);
    }

    [Theory]
    [InlineData(WeightFormat.Q8_0)]
    [InlineData(WeightFormat.Q4_K)]
    public void Step_OverABaseInBlocks_LearnsAndLeavesTheBaseAlone(WeightFormat format)
    {
        using var device = new CpuDevice(2, activations: Activations.Exact);
        using var start = TrainerTests.RandomParameters(Wide, 1);
        var recorded = new KeptSource(new Hone.Engine.Checkpoints.ConvertedSource(start, format));
        var spec = TrainerTests.Spec with { Kl = 0, LearningRate = 1e-2, WarmUp = 0, Tokens = 30 * 4 * 19 };
        using var trainee = Beside(device, Wide, recorded, Lora);
        using var trainer = new Trainer(trainee, null, spec, TrainerTests.EndOfText);
        var rows = TrainerTests.Rows(spec, Wide, 3);
        var (bytes, before) = (recorded.Bytes(), trainer.Measure(rows));

        for (var step = 0; step < 30; step++)
            trainer.Step(step, rows);

        Assert.True(trainer.Measure(rows) < 0.7 * before);
        Assert.Equal(bytes, recorded.Bytes());
    }

    [Fact]
    public void Trainee_LowerLayersFrozen_HaveNoBranchesAndTheRestTheSameGradients()
    {
        using var device = new CpuDevice(2);
        using var start = TrainerTests.RandomParameters(TrainerTests.Odd, 1);
        var rows = TrainerTests.Rows(TrainerTests.Spec, TrainerTests.Odd, 3);
        using var all = Beside(device, TrainerTests.Odd, start, Lora, zeroB: true);
        using var upper = Trainee.Beside(device, TrainerTests.Odd, start, Lora, 1, 9);
        using Trainer allTrainer = new(all, null, TrainerTests.Spec, 0), upperTrainer = new(upper, null, TrainerTests.Spec, 0);
        foreach (var tensor in upper.Parameters.Named)
            tensor.Value.CopyFrom(all.Parameters[tensor.Name]);

        allTrainer.AccumulateGradients(rows);
        upperTrainer.AccumulateGradients(rows);

        Assert.Equal(1, upper.LowestLayer);
        Assert.Equal(all.Gradients.Named.Count, 2 * upper.Gradients.Named.Count);
        Assert.All(upper.Gradients.Named, tensor => Assert.Equal(all.Gradients[tensor.Name].Span.ToArray(), tensor.Value.Span.ToArray()));
    }

    [Fact]
    public void Layout_ModuleOfExperts_IsRefused()
        => Assert.Contains("experts", Assert.Throws<Hone.Core.UserError>(() => LoraLayout.Of(TrainerTests.Shapes["experts, sinks, yarn"], new LoraSpec { Targets = ["up_proj"] }, 0)).Message, StringComparison.Ordinal);

    private static (ModelShape Shape, LoraSpec Lora) Case(string name) => name switch
    {
        "plain" => (TrainerTests.Odd, Lora),
        "biases and window" => (TrainerTests.Shapes["window in one layer, biases"], Lora),
        "experts" => (TrainerTests.Shapes["experts, sinks, yarn"], Lora),
        _ => (TrainerTests.Odd, new LoraSpec { Rank = 2, Alpha = 3, RankStabilised = true, Targets = ["v_proj", "down_proj"] }),
    };

    // B begins at zero, which would leave A without a gradient.
    internal static Trainee Beside(Device device, ModelShape shape, IWeightSource start, LoraSpec lora, bool zeroB = false)
    {
        var trainee = Trainee.Beside(device, shape, start, lora, 0, 9);
        var chance = new Xoshiro256(10);
        foreach (var tensor in trainee.Parameters.Named.Where(tensor => !zeroB && tensor.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)))
        {
            foreach (ref var value in tensor.Value.Span)
                value = (float)(0.4 * (chance.NextDouble() - 0.5));
        }
        return trainee;
    }

    private static (float[] Gradients, double Loss) Gradients(CpuDevice device, IWeightSource source, TrainingRow[] rows)
    {
        using var trainee = Beside(device, Wide, source, Lora);
        using var trainer = new Trainer(trainee, null, TrainerTests.Spec, TrainerTests.EndOfText);
        var sums = trainer.AccumulateGradients(rows);
        return (trainee.Gradients.All.Span.ToArray(), sums.Total);
    }

    private static uint[] GradientBits(AdaptSpec spec, int threads)
    {
        using var device = new CpuDevice(threads, spec.Compute);
        using var start = TrainerTests.RandomParameters(TrainerTests.Odd, 1);
        using var trainee = Beside(device, TrainerTests.Odd, start, Lora);
        using var trainer = new Trainer(trainee, null, spec, TrainerTests.EndOfText);
        trainer.AccumulateGradients(TrainerTests.Rows(spec, TrainerTests.Odd, 3));
        return [.. trainee.Gradients.All.Span.ToArray().Select(BitConverter.SingleToUInt32Bits)];
    }

    private static Dictionary<string, double[]> Effective(ModelShape shape, Dictionary<string, double[]> frozen, Dictionary<string, double[]> adapter, int rank, double scale)
    {
        var effective = new Dictionary<string, double[]>(frozen);
        foreach (var spec in ParameterSpec.Of(shape))
        {
            if (!spec.Name.EndsWith(".weight", StringComparison.Ordinal) || !adapter.TryGetValue(spec.Name.Replace(".weight", ".lora_A.weight", StringComparison.Ordinal), out var a))
                continue;
            var b = adapter[spec.Name.Replace(".weight", ".lora_B.weight", StringComparison.Ordinal)];
            effective[spec.Name] = [.. frozen[spec.Name].Select((w, i) => w + (scale * Enumerable.Range(0, rank).Sum(r => b[(i / spec.Columns * rank) + r] * a[(r * spec.Columns) + (i % spec.Columns)])))];
        }
        return effective;
    }

    /// <summary>Remembers what it handed out.</summary>
    private sealed class KeptSource(IWeightSource source) : IWeightSource
    {
        private readonly List<WeightMatrix> matrices = [];

        public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
        {
            var stack = source.Stack(columns, parts);
            matrices.AddRange(stack);
            return stack;
        }

        public Tensor Vector(string name, int length, VectorKind kind) => source.Vector(name, length, kind);

        public byte[] Bytes() => [.. matrices.SelectMany(matrix => Enumerable.Range(0, matrix.Rows).SelectMany(row => matrix.Row(row).ToArray()))];
    }
}
