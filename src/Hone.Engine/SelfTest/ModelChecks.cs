using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Training;

namespace Hone.Engine.SelfTest;

/// <summary>A small model with every part a family may have: its gradients against differences of its own loss, and its bits for any number of threads.</summary>
internal static class ModelChecks
{
    private const int EndOfText = 0;

    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 61,
        Hidden = 32,
        FeedForward = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 10,
        ContextLength = 32,
        TiedHead = false,
        AttentionBias = true,
        AttentionOutBias = true,
        FeedForwardBias = true,
        HeadNorm = true,
        Window = 9,
        Sinks = true,
        Experts = 4,
        ExpertsPerToken = 2,
        Gate = Gate.ClampedSwiGlu,
        ResidualScale = 0.7f,
        RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Yarn, Factor = 4, OriginalContext = 8 },
    };

    private static readonly AdaptSpec Spec = new() { RowLength = 16, BatchRows = 3, MicroRows = 2, Kl = 0, Replay = 0 };

    /// <summary>The slope of the loss along the gradient is the gradient's length.</summary>
    public static SelfCheck Gradients()
    {
        using var device = new CpuDevice();
        using var parameters = Parameters();
        using var trainer = new Trainer(device, Shape, parameters, null, Spec, EndOfText);
        var rows = Rows();
        trainer.AccumulateGradients(rows);
        var start = parameters.All.Span.ToArray();
        var gradient = trainer.Gradients.All.Span.ToArray();
        var length = Math.Sqrt(gradient.Sum(g => (double)g * g));
        const double Step = 2e-3;

        double Loss(double along)
        {
            var values = parameters.All.Span;
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(start[i] + (along * gradient[i] / length));
            return trainer.Measure(rows);
        }

        return new SelfCheck("gradients of a model with every part", Math.Abs(((Loss(Step) - Loss(-Step)) / (2 * Step * length)) - 1), 5e-3);
    }

    /// <summary>Any difference at all is one too many.</summary>
    public static SelfCheck Threads(ComputeType compute)
    {
        var two = Bits(compute, 2);
        var wrong = Bits(compute, 1).Zip(two).Concat(Bits(compute, 3).Zip(two)).Count(pair => pair.First != pair.Second);
        return new SelfCheck($"same bits for 1, 2 and 3 threads, {(compute == ComputeType.F32 ? "f32" : "bf16")}", wrong, 0);
    }

    private static uint[] Bits(ComputeType compute, int threads)
    {
        using var device = new CpuDevice(threads, compute);
        using var parameters = Parameters();
        using var trainer = new Trainer(device, Shape, parameters, null, Spec, EndOfText);
        trainer.AccumulateGradients(Rows());
        return [.. trainer.Gradients.All.Span.ToArray().Select(BitConverter.SingleToUInt32Bits)];
    }

    private static ParameterSet Parameters()
    {
        var parameters = new ParameterSet(Shape);
        var chance = new Xoshiro256(5);
        foreach (var tensor in parameters.Named)
        {
            foreach (ref var value in tensor.Value.Span)
                value = (float)((tensor.Kind == VectorKind.Gain ? 1 : 0) + (0.3 * (chance.NextDouble() - 0.5)));
        }
        return parameters;
    }

    private static TrainingRow[] Rows()
    {
        var chance = new Xoshiro256(6);
        return [.. Enumerable.Range(0, Spec.BatchRows).Select(_ => new TrainingRow([.. Enumerable.Range(0, Spec.RowLength + 1).Select(_ => chance.Next(5) == 0 ? EndOfText : chance.Next(Shape.VocabularySize))], false))];
    }
}
