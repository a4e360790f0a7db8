using System.Diagnostics;
using Hone.Core.Statistics;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training;

namespace Hone.Benchmarks;

/// <summary>A step of an adapter of rank 16 beside a base in int8, beside our own step of the whole model: same rows, same products, same micro-batches.</summary>
internal sealed class LoraStepRow : IRow
{
    public string Name => "LoRA step 125M bf16 over an int8 base";

    public string Peer => "our full step";

    public string Unit => "tokens/s";

    public double Bar => 1.5;

    public double? MeasureOurs() => StepCost.Measure(new LoraSpec { Base = WeightFormat.Q8_0 }).Rate;

    public double? MeasurePeer() => StepCost.Measure(null).Rate;
}

/// <summary>What the same two steps hold in memory: the full step's over the adapter's.</summary>
internal sealed class LoraMemoryRow : IRow
{
    public string Name => "LoRA step 125M memory, times smaller than the full step's";

    public string Peer => "our full step";

    public string Unit => "1/GiB";

    // At most 40% of it.
    public double Bar => 2.5;

    public double? MeasureOurs() => 1 / StepCost.Measure(new LoraSpec { Base = WeightFormat.Q8_0 }).Gibibytes;

    public double? MeasurePeer() => 1 / StepCost.Measure(null).Gibibytes;
}

/// <summary>Speed and memory of a step of the 125M shape on 4 rows of 512 tokens, two at once.</summary>
internal readonly record struct StepCost(double Rate, double Gibibytes)
{
    private const int Rows = 4, RowLength = 512, Steps = 3;

    public static StepCost Measure(LoraSpec? lora)
    {
        var shape = StepShape.Large.Model;
        using var device = new CpuDevice(0, ComputeType.BF16, Activations.Exact);
        var start = new ParameterSet(shape);
        Trainer.Initialise(start, shape.Layers, 1);
        var spec = new AdaptSpec { RowLength = RowLength, BatchRows = Rows, MicroRows = 2, Kl = 0, Replay = 0 };
        using var trainee = lora is null ? Trainee.Of(device, shape, start, spec) : Trainee.Beside(device, shape, new WithoutItsBlock(new ConvertedSource(start, WeightFormat.Q8_0)), lora, 0, 1);
        if (lora is not null)
            start.Dispose();
        using var trainer = new Trainer(trainee, null, spec, 0);
        var chance = new Xoshiro256(2);
        var rows = Enumerable.Range(0, Rows).Select(_ => new TrainingRow([.. Enumerable.Range(0, RowLength + 1).Select(_ => 1 + chance.Next(shape.VocabularySize - 1))], false)).ToArray();
        for (var step = 0; step < 2; step++)
            trainer.Step(step, rows);
        var clock = Stopwatch.StartNew();
        for (var step = 2; step < 2 + Steps; step++)
            trainer.Step(step, rows);
        var rate = Steps * Rows * RowLength / clock.Elapsed.TotalSeconds;
        GC.Collect();
        var memory = Environment.WorkingSet / (double)(1 << 30);
        start.Dispose();
        return new StepCost(rate, memory);
    }

    /// <summary>Vectors as copies, so that nothing needs the f32 block any more once the matrices are converted.</summary>
    private sealed class WithoutItsBlock(IWeightSource source) : IWeightSource
    {
        public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts) => source.Stack(columns, parts);

        public Tensor Vector(string name, int length, VectorKind kind)
        {
            var copy = new Tensor(1, length);
            copy.CopyFrom(source.Vector(name, length, kind));
            return copy;
        }
    }
}
