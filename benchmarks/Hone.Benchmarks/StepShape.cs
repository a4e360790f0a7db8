using System.Diagnostics;
using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Training;

namespace Hone.Benchmarks;

/// <summary>A Llama shape whose training step on 4 rows of 512 tokens is measured; peers/torch_training_step.py knows it by its name.</summary>
internal sealed record StepShape(string Name, int Steps, ModelShape Model)
{
    public const int Tokens = Rows * RowLength;
    private const int Rows = 4, RowLength = 512;

    public static StepShape Small { get; } = new("18.9M", 6, new ModelShape
    {
        VocabularySize = 16_384,
        Hidden = 384,
        FeedForward = 1_024,
        Layers = 8,
        Heads = 6,
        KeyValueHeads = 2,
        HeadSize = 64,
        ContextLength = RowLength,
    });

    public static StepShape Large { get; } = new("125M", 3, new ModelShape
    {
        VocabularySize = 32_000,
        Hidden = 768,
        FeedForward = 2_048,
        Layers = 12,
        Heads = 12,
        KeyValueHeads = 4,
        HeadSize = 64,
        ContextLength = RowLength,
        TiedHead = false,
    });

    /// <summary>FLOPs of the matrix products of one step, causal attention counted by half; the embedding is looked up.</summary>
    public double Work
    {
        get
        {
            var products = (double)Model.Parameters - (Model.TiedHead ? 0 : (double)Model.VocabularySize * Model.Hidden);
            var attention = 2.0 * RowLength * Model.Heads * Model.HeadSize * Model.Layers;
            return Tokens * ((6 * products) + (3 * attention));
        }
    }

    /// <summary>Tokens a second of forward, backward, clipping and AdamW.</summary>
    public double Measure(ComputeType compute)
    {
        using var device = new CpuDevice(0, compute);
        using var parameters = new ParameterSet(Model);
        Trainer.Initialise(parameters, Model.Layers, 1);
        var spec = new AdaptSpec { RowLength = RowLength, BatchRows = Rows, MicroRows = Rows, Kl = 0, Replay = 0 };
        using var trainer = new Trainer(device, Model, parameters, null, spec, 0);
        var chance = new Xoshiro256(2);
        var rows = Enumerable.Range(0, Rows).Select(_ => new TrainingRow([.. Enumerable.Range(0, RowLength + 1).Select(_ => 1 + chance.Next(Model.VocabularySize - 1))], false)).ToArray();
        for (var step = 0; step < 2; step++)
            trainer.Step(step, rows);
        var clock = Stopwatch.StartNew();
        for (var step = 2; step < 2 + Steps; step++)
            trainer.Step(step, rows);
        return Steps * Tokens / clock.Elapsed.TotalSeconds;
    }
}
