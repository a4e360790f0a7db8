using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Golden;

/// <summary>
/// What else the trainer can do, against PyTorch: losses of ten steps and the weights after them. The reference takes both rows at once;
/// here they also come one by one, and with their activations computed again.
/// </summary>
public sealed class TrainingTests
{
    private const double Within = 1e-4;

    [Theory]
    [InlineData("chosen-tokens", 2, false)]
    [InlineData("chosen-tokens", 1, false)]
    [InlineData("muon-spectral", 2, false)]
    [InlineData("muon-rms", 1, true)]
    [InlineData("adamw8", 2, false)]
    [InlineData("groups", 1, false)]
    [InlineData("groups", 2, true)]
    [InlineData("gpt-oss", 1, true)]
    public void Parameters_TenSteps_GoAsInPyTorch(string name, int microRows, bool recompute)
    {
        var golden = GoldenFile.Open(name);
        using var device = new CpuDevice(2);
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        using var trainer = new Trainer(device, shape, parameters, null, golden.Spec() with { MicroRows = microRows, Recompute = recompute }, golden.EndOfText);
        var before = RepositoryTensors.Of(shape, parameters);

        AssertLosses(golden, trainer);

        var after = RepositoryTensors.Of(shape, parameters);
        var trained = golden.Of("after").ToList();
        Distance.AssertAll(Within, trained, trained.ToDictionary(tensor => tensor.Name, tensor => golden.Sample(after[tensor.Name])));
        Assert.All(before.Keys.Except(trained.Select(tensor => tensor.Name)), frozen => Assert.Equal(before[frozen], after[frozen]));
    }

    [Theory]
    [InlineData("lora-llama3", 2, false)]
    [InlineData("lora-llama3", 1, true)]
    [InlineData("lora-qwen2", 2, false)]
    public void Adapter_TenSteps_GoesAsInPyTorch(string name, int microRows, bool recompute)
    {
        var golden = GoldenFile.Open(name);
        using var device = new CpuDevice(2);
        using var files = PeftAdapter.Read(GoldenFile.DirectoryOf(name));
        using var weights = ModelWeights.Open(golden.Base);
        using var trainee = Trainee.Beside(device, weights.Shape, weights.Source, SpecOf(files), 0, 1);
        foreach (var pair in files.Pairs)
        {
            trainee.Parameters[pair.Module + ".lora_A.weight"].CopyFrom(pair.A_RI);
            trainee.Parameters[pair.Module + ".lora_B.weight"].CopyFrom(pair.B_OR);
        }
        using var trainer = new Trainer(trainee, null, golden.Spec() with { MicroRows = microRows, Recompute = recompute }, golden.EndOfText);

        AssertLosses(golden, trainer);

        var after = trainee.Parameters.Named.ToDictionary(tensor => "base_model.model." + tensor.Name, tensor => golden.Sample([.. tensor.Value.Span.ToArray().Select(value => (double)value)]));
        Distance.AssertAll(Within, golden.Of("after"), after);
    }

    [Fact]
    public void DynamicCodes_BothBooks_AreTheReferences()
    {
        var golden = GoldenFile.Open("eight-bit-codes");

        Assert.Equal(golden["signed"], DynamicCodes.Signed.Values.Select(value => (double)value));
        Assert.Equal(golden["unsigned"], DynamicCodes.Unsigned.Values.Select(value => (double)value));
        Assert.Equal(golden["mean.codes"], Codes(DynamicCodes.Signed, golden["mean"], golden["mean.largest"]));
        Assert.Equal(golden["square.codes"], Codes(DynamicCodes.Unsigned, golden["square"], golden["square.largest"]));
    }

    private static IEnumerable<double> Codes(DynamicCodes book, double[] values, double[] largest)
        => values.Select((value, i) => (double)book.Nearest(largest[i / EightBitMoments.Block] is > 0 and var size ? (float)value / (float)size : 0));

    private static void AssertLosses(GoldenFile golden, Trainer trainer)
    {
        var rows = golden.Rows();
        for (var step = 0; step < golden.Losses.Length - 1; step++)
            Assert.Equal(golden.Losses[step], trainer.Step(step, rows).Loss, Within * golden.Losses[step]);
        Assert.Equal(golden.Losses[^1], trainer.Measure(rows), Within * golden.Losses[^1]);
    }

    private static LoraSpec SpecOf(PeftAdapter files) => new()
    {
        Rank = files.Config.Rank,
        Alpha = files.Config.Alpha,
        RankStabilised = files.Config.RankStabilised,
        Targets = [.. files.Pairs.Select(pair => pair.Module.Split('.')[^1]).Distinct()],
    };
}
