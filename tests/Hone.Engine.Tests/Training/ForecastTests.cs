using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Training;
using Hone.Engine.Training.Forecasts;

namespace Hone.Engine.Tests.Training;

public sealed class ForecastTests
{
    private static readonly AdaptSpec Spec = new() { RowLength = 128, BatchRows = 4, MicroRows = 4, Kl = 0, Replay = 0 };

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var name in TrainerTests.ShapeNames)
            {
                cases.Add(name.Data, false, false);
                cases.Add(name.Data, true, true);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Activations_OfAnyFamily_AreWhatTheWorkspaceHolds(string name, bool recompute, bool lora)
    {
        // Large beside a workspace's blocks, whose ends stay empty.
        var shape = TrainerTests.Shapes[name] with { Hidden = 192, FeedForward = 320, Layers = 3, HeadSize = 32, ContextLength = 128, VocabularySize = 100 };
        if (shape.WindowedLayers is not null)
            shape = shape with { WindowedLayers = LayerSet.Where(3, layer => layer == 1) };
        var spec = Spec with { Recompute = recompute, Lora = lora ? new LoraSpec { Rank = 4 } : null, RowLength = 128, MicroRows = 16, BatchRows = 16 };
        using var device = new CpuDevice(1);
        using var parameters = TrainerTests.RandomParameters(shape, 1);
        using var trainee = lora ? LoraTrainingTests.Beside(device, shape, parameters, spec.Lora!) : Trainee.Of(device, shape, parameters, spec);
        using var trainer = new Trainer(trainee, null, spec, TrainerTests.EndOfText);
        var forecast = MemoryForecast.Of(device, shape, spec, Trainee.TrainedBy(spec, shape), files: 0);

        trainer.AccumulateGradients(TrainerTests.Rows(spec, shape, 3));

        Assert.InRange(trainer.WorkspaceUsed / (double)forecast.Activations, 0.88, 1.1);
    }

    [Fact]
    public void Activations_WithAReferenceOrFrozenLayers_AreWhatTheWorkspaceHolds()
    {
        var shape = TrainerTests.Odd with { Hidden = 192, FeedForward = 320, Layers = 6, HeadSize = 32, ContextLength = 128 };
        using var device = new CpuDevice(1);
        using ParameterSet parameters = TrainerTests.RandomParameters(shape, 1), start = TrainerTests.RandomParameters(shape, 2);
        foreach (var spec in new[] { Spec with { Kl = 1, KlOn = KlScope.All }, Spec with { FreezeLayers = 3, Rates = new RateFactors { Embeddings = 0 } } }.Select(spec => spec with { MicroRows = 16, BatchRows = 16 }))
        {
            using var trainer = new Trainer(device, shape, parameters, spec.Kl > 0 ? start : null, spec, TrainerTests.EndOfText);
            trainer.AccumulateGradients(TrainerTests.Rows(spec, shape, 3));

            // The files of a start model, so that the reference counts.
            var forecast = MemoryForecast.Of(device, shape, spec, Trainee.TrainedBy(spec, shape), files: 1);

            Assert.InRange(trainer.WorkspaceUsed / (double)forecast.Activations, 0.8, 1.1);
        }
    }

    [Fact]
    public void Check_MoreThanIsFree_NamesWhatMakesItSmaller()
    {
        using var device = new CpuDevice(1);
        var shape = TrainerTests.Odd;
        var forecast = MemoryForecast.Of(device, shape, Spec, Trainee.TrainedBy(Spec, shape), 0);

        var error = Assert.Throws<UserError>(() => forecast.Check(1000, Spec, "adapt"));

        Assert.Contains("adapt would need", error.Message, StringComparison.Ordinal);
        Assert.Contains("micro_rows: 2, recompute: true, optimizer: adamw8, lora", error.Hint, StringComparison.Ordinal);
        forecast.Check(1L << 40, Spec, "adapt");
    }

    [Fact]
    public void States_OfEachOptimizer_AreWhatItHolds()
    {
        using var device = new CpuDevice(1);
        var shape = TrainerTests.Odd with { Hidden = 256, FeedForward = 512, VocabularySize = 1000 };
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            var spec = Spec with { Optimizer = kind };
            using var parameters = TrainerTests.RandomParameters(shape, 1);
            using var trainer = new Trainer(device, shape, parameters, null, spec, 0);
            var held = trainer.State.Skip(parameters.Named.Count).Sum(tensor => tensor.Value.Length * sizeof(float));

            var forecast = MemoryForecast.Of(device, shape, spec, Trainee.TrainedBy(spec, shape), 0).States;

            // Muon's products need room beside its states.
            Assert.InRange(forecast / (double)held, 0.99, kind == OptimizerKind.Muon ? 1.5 : 1.01);
        }
    }
}
