using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Engine.Adapters;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tests.Checkpoints;
using Hone.Engine.Tests.Training;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Adapters;

public sealed class MergeTests
{
    private static readonly ModelShape Shape = TrainerTests.Odd with { VocabularySize = 280, Hidden = 256, FeedForward = 512, Heads = 4, KeyValueHeads = 2, HeadSize = 64 };
    private static readonly LoraSpec Lora = new() { Rank = 3, Alpha = 3 };

    [Theory]
    [InlineData(WeightFormat.F32, 1f, 1e-4)]
    [InlineData(WeightFormat.F32, 1e-3f, 1e-2)]
    [InlineData(WeightFormat.BF16, 1f, 0.05)]
    [InlineData(WeightFormat.Q8_0, 1f, 0.1)]
    public void Merge_StepsFinerThanTheAdapter_LosesLittle(WeightFormat format, float size, double most)
    {
        var report = Merge(format, size);

        Assert.True(report.IsFaithful, report.ToString());
        Assert.InRange(report.LostShare, 0, most);
        Assert.InRange(report.ChangedShare, 0.5, 1);
    }

    [Theory]
    [InlineData(WeightFormat.Q4_K, 0.02f)]
    [InlineData(WeightFormat.Q4_0, 0.02f)]
    [InlineData(WeightFormat.BF16, 1e-4f)]
    public void Merge_StepsCoarserThanTheAdapter_IsNotFaithful(WeightFormat format, float size)
    {
        var report = Merge(format, size);

        Assert.False(report.IsFaithful, report.ToString());
        Assert.True(report.LostShare > 0.2);
    }

    [Fact]
    public void Merge_AdapterOfAnotherModel_IsRefused()
    {
        using var device = new CpuDevice(2);
        using var start = TrainerTests.RandomParameters(Shape, 1);
        using var trainee = LoraTrainingTests.Beside(device, Shape, start, Lora);
        var pairs = LoraLayout.Of(Shape, Lora, 0).Pairs(trainee.Parameters);

        var narrower = Assert.Throws<UserError>(() => new AdapterMerge(device, Shape with { FeedForward = 128 }, start, pairs, WeightFormat.F32));
        var shorter = Assert.Throws<UserError>(() => new AdapterMerge(device, Shape with { Layers = 1 }, start, pairs, WeightFormat.F32));

        Assert.Contains("model.layers.0.mlp.down_proj", narrower.Message, StringComparison.Ordinal);
        Assert.Contains("model.layers.1.", shorter.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_Directories_WritesAModelOrNothing()
    {
        using var directory = new TemporaryDirectory();
        using var device = new CpuDevice(2);
        using var start = TrainerTests.RandomParameters(Shape, 1);
        using var trainee = LoraTrainingTests.Beside(device, Shape, start, Lora);
        BpeTrainer.Train(["the macro started and the user asked"], new BpeTrainerOptions { VocabularySize = 270 }, NoProgress.Instance).Save(directory.File("tokenizer.json"));
        ModelDirectory.Save(directory.File("base"), Shape, start, directory.File("tokenizer.json"), 0, WeightType.F32);
        new PeftAdapter(LoraLayout.ConfigOf(Lora, "base"), LoraLayout.Of(Shape, Lora, 0).Pairs(trainee.Parameters)).Write(directory.File("adapter"));
        foreach (ref var value in trainee.Parameters.All.Span)
            value *= 0.03f;
        new PeftAdapter(LoraLayout.ConfigOf(Lora, "base"), LoraLayout.Of(Shape, Lora, 0).Pairs(trainee.Parameters)).Write(directory.File("faint"));

        var report = ModelMerge.Merge(directory.File("base"), directory.File("adapter"), directory.File("merged"), WeightFormat.F32, null, NoProgress.Instance);
        var refused = Assert.Throws<UserError>(() => ModelMerge.Merge(directory.File("base"), directory.File("faint"), directory.File("coarse"), WeightFormat.Q4_K, null, NoProgress.Instance));
        var twice = Assert.Throws<UserError>(() => ModelMerge.Merge(directory.File("base"), directory.File("adapter"), directory.File("merged"), WeightFormat.F32, null, NoProgress.Instance));

        Assert.True(report.RelativeError < 1e-4);
        using var merged = ModelWeights.Open(directory.File("merged"));
        using Tensor before = WeightCopy.Read(start, Matrix), after = WeightCopy.Read(merged.Source, Matrix);
        Assert.NotEqual(before.Span.ToArray(), after.Span.ToArray());
        Assert.Contains("Q4_K", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.File("coarse")));
        Assert.Contains("not empty", twice.Message, StringComparison.Ordinal);
    }

    private static ParameterSpec Matrix => ParameterSpec.Of(Shape).First(spec => spec.Name.EndsWith("q_proj.weight", StringComparison.Ordinal));

    private static MergeReport Merge(WeightFormat format, float size)
    {
        using var device = new CpuDevice(2, activations: Activations.Exact);
        using var start = TrainerTests.RandomParameters(Shape, 1);
        // The base lies on the format's grid already, as one that was trained on in this format does.
        var onGrid = new ConvertedSource(start, format);
        using var trainee = LoraTrainingTests.Beside(device, Shape, onGrid, Lora);
        foreach (ref var value in trainee.Parameters.All.Span)
            value *= MathF.Sqrt(size);
        var layout = LoraLayout.Of(Shape, Lora, 0);
        var rows = TrainerTests.Rows(TrainerTests.Spec, Shape, 3).Select(row => new Batch(row.Tokens[..^1], row.Length, TrainerTests.EndOfText)).ToList();
        return MergeCheck.Compare(device, Shape, trainee.Model.Weights, layout.Adapter(trainee.Parameters, null), new AdapterMerge(device, Shape, onGrid, layout.Pairs(trainee.Parameters), format), rows);
    }
}
