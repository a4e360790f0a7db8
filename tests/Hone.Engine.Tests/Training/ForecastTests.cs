using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

public sealed class ForecastTests
{
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 2048,
        Hidden = 192,
        FeedForward = 512,
        Layers = 6,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 32,
        ContextLength = 256,
    };

    private static readonly AdaptSpec Full = new() { RowLength = 256, BatchRows = 8, MicroRows = 8, Kl = 0, Replay = 0 };

    public static TheoryData<AdaptSpec> Specs =>
    [
        Full,
        Full with { Recompute = true },
        Full with { Kl = 0.5, KlOn = KlScope.All },
        Full with { Lora = new LoraSpec { Rank = 8 } },
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Activations_Forecast_AreNearWhatAStepHolds(AdaptSpec spec)
    {
        using var device = new CpuDevice(2);
        using var parameters = TrainerTests.RandomParameters(Shape, 1);
        using var start = TrainerTests.RandomParameters(Shape, 2);
        using var trainee = spec.Lora is { } lora ? Trainee.Beside(device, Shape, parameters, lora, 0, 1) : Trainee.Of(device, Shape, parameters, spec);
        using var trainer = new Trainer(trainee, spec.Kl > 0 ? new Decoder(device, Shape, DecoderWeights.From(Shape, start)) : null, spec, 0);
        var rows = Enumerable.Range(0, 8).Select(row => new TrainingRow([.. Enumerable.Range(0, 257).Select(i => 1 + ((i * (row + 3)) % 2000))], false)).ToArray();

        trainer.Step(0, rows);
        var forecast = MemoryForecast.Of(Shape, spec, Trainee.TrainedBy(spec, Shape), 0);

        Assert.InRange(trainer.WorkspaceBytes / (double)forecast.Activations, 0.75, 1.35);
    }

    [Fact]
    public void Forecast_OfOtherSettings_FallsWhereTheyLowerTheNeed()
    {
        var trained = Trainee.TrainedBy(Full, Shape);
        var full = MemoryForecast.Of(Shape, Full, trained, 0);
        var lora = Full with { Lora = new LoraSpec { Base = WeightFormat.Q8_0 } };

        Assert.Equal(2 * Shape.Parameters * sizeof(float), full.Optimizer);
        Assert.Equal((Shape.Parameters + (2048 * 192)) * sizeof(float), full.Gradients);
        Assert.InRange(MemoryForecast.Of(Shape, Full with { Optimizer = OptimizerKind.Adamw8 }, trained, 0).Optimizer, full.Optimizer / 4, full.Optimizer * 3 / 10);
        Assert.True(MemoryForecast.Of(Shape, Full with { Recompute = true }, trained, 0).Activations < full.Activations / 2);
        Assert.True(MemoryForecast.Of(Shape, lora, Trainee.TrainedBy(lora, Shape), 0).Optimizer < full.Optimizer / 4);
    }

    [Fact]
    public void Check_TooLittleMemory_NamesWhatLowersTheNeed()
    {
        var forecast = MemoryForecast.Of(Shape, Full, Trainee.TrainedBy(Full, Shape), 0);

        var error = Assert.Throws<UserError>(() => forecast.Check("adapt", Full, 1 << 20));

        Assert.Contains("micro_rows: 1; recompute: true", error.Hint, StringComparison.Ordinal);
        forecast.Check("adapt", Full, forecast.Total);
    }

    // 6 operations a weight and token, as everybody counts, and attention.
    [Fact]
    public void Operations_OfFullTraining_AreSixAWeight()
    {
        var operations = TimeForecast.Operations(Shape, Full, Trainee.TrainedBy(Full, Shape));

        Assert.InRange(operations / (6.0 * Shape.Parameters), 1, 1.25);
    }
}
