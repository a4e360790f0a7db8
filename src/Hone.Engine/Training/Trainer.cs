using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training.Optimizers;

namespace Hone.Engine.Training;

/// <summary>Mean losses of one step, in nats per token; NaN where the step had no such rows.</summary>
internal sealed record StepReport(long Step, long Tokens, double Loss, double DomainLoss, double ReplayLoss, double Kl, double LearningRate, double GradientNorm);

/// <summary>
/// One step after the other: forward, backward, clip, update. The gradient of a step is summed row by row in order, so any number of
/// micro-batches gives the bits of one big batch; losses are summed in the same order. Every token that counts weighs the same, however the
/// tokens are spread over rows.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly Device device;
    private readonly AdaptSpec spec;
    private readonly int endOfText;
    private readonly Trainee trainee;
    private readonly bool ownsTrainee;
    private readonly IOptimizer optimizer;
    private readonly TokenLoss loss;
    private readonly Workspace space = new();

    /// <param name="reference">The model that KL is taken from; null: for an adapter its base, else none.</param>
    public Trainer(Trainee trainee, Decoder? reference, AdaptSpec spec, int endOfText)
    {
        (device, this.trainee, this.spec, this.endOfText) = (trainee.Model.Device, trainee, spec, endOfText);
        loss = new TokenLoss(trainee, trainee.Adapter is null ? reference : reference ?? trainee.Model, spec);
        optimizer = spec.Optimizer switch
        {
            OptimizerKind.Adamw => new AdamW(trainee.Gradients.Specs),
            OptimizerKind.Adamw8 => new AdamW8(trainee.Gradients.Specs),
            _ => new Muon(trainee.Gradients.Specs, spec),
        };
    }

    /// <summary>Trains all of a model that the spec does not freeze, in place.</summary>
    public Trainer(Device device, ModelShape shape, ParameterSet parameters, ParameterSet? start, AdaptSpec spec, int endOfText)
        : this(Trainee.Of(device, shape, parameters, spec), start is null ? null : new Decoder(device, shape, DecoderWeights.From(shape, start)), spec, endOfText)
        => ownsTrainee = true;

    public ParameterSet Parameters => trainee.Parameters;

    internal ParameterSet Gradients => trainee.Gradients;

    /// <summary>What a checkpoint must hold to go on to the bit.</summary>
    public IReadOnlyList<NamedTensor> State => [.. Parameters.Named, .. optimizer.State];

    /// <summary>Bytes of activations held, of the reference's pass too.</summary>
    public long WorkspaceBytes => space.Bytes + loss.WorkspaceBytes;

    /// <summary>Of those, the most that were in use.</summary>
    public long WorkspaceUsed => space.MostUsed + loss.WorkspaceUsed;

    /// <summary>First weights: normal with deviation 0.02, those that write to the residual stream divided by sqrt(2 layers) (GPT-2); gains 1.</summary>
    public static void Initialise(ParameterSet parameters, int layers, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        foreach (var tensor in parameters.Named)
        {
            var deviation = tensor.Name.EndsWith("o_proj.weight", StringComparison.Ordinal) || tensor.Name.EndsWith("down_proj.weight", StringComparison.Ordinal) ? 0.02 / Math.Sqrt(2.0 * layers) : 0.02;
            var values = tensor.Value.Span;
            if (tensor.IsVector)
                values.Fill(tensor.Kind == VectorKind.Gain ? 1f : 0f);
            for (var i = 0; !tensor.IsVector && i < values.Length; i++)
                values[i] = (float)(deviation * Normal(chance));
        }
    }

    /// <summary>One optimiser step over all rows; <paramref name="step"/> counts from 0.</summary>
    public StepReport Step(long step, IReadOnlyList<TrainingRow> rows)
    {
        var sums = AccumulateGradients(rows);
        var norm = GradientNorm();
        if (!double.IsFinite(norm))
            throw new Hone.Core.UserError($"Training diverged at step {step + 1}: the gradient is not finite.", "Lower learning_rate or raise warm_up.");
        var rate = Schedule.LearningRate(spec, step);
        var scale = norm > spec.Clip ? spec.Clip / norm : 1.0;
        var numbers = new AdamWStep(step + 1, (float)rate, (float)spec.Beta1, (float)spec.Beta2, 1e-8f, (float)spec.WeightDecay, (float)scale);
        Update(new OptimizerStep(numbers, spec.LearningRate > 0 ? rate / spec.LearningRate : 0));
        return new StepReport(step + 1, rows.Sum(row => (long)row.Length), sums.Total / sums.Tokens, sums.Domain / sums.DomainTokens, sums.Replay / sums.ReplayTokens, sums.Kl / sums.KlTokens, rate, norm);
    }

    /// <summary>Mean cross-entropy per token over the rows, nothing changed.</summary>
    public double Measure(IReadOnlyList<TrainingRow> rows)
    {
        var sums = new LossSums();
        foreach (var part in rows.Chunk(spec.MicroRows))
            Pass(part, 1, sums, learn: false);
        return sums.Total / sums.Tokens;
    }

    /// <summary>Forward and backward of one row, for its time: the gradients are cleared before any step.</summary>
    public void Rehearse(TrainingRow row) => Pass([row], 1, new LossSums(), learn: true);

    public double GradientNorm() => Math.Sqrt(Gradients.Parts.Sum(device.SumOfSquares));

    public void Dispose()
    {
        optimizer.Dispose();
        space.Dispose();
        loss.Dispose();
        if (ownsTrainee)
            trainee.Dispose();
    }

    internal LossSums AccumulateGradients(IReadOnlyList<TrainingRow> rows)
    {
        trainee.ClearGradients();
        var counted = rows.Sum(row => (long)row.Counted);
        var sums = new LossSums();
        foreach (var part in rows.Chunk(spec.MicroRows))
            Pass(part, Math.Max(1, counted), sums, learn: true);
        trainee.JoinGradients();
        return sums;
    }

    private void Update(OptimizerStep step)
    {
        foreach (var (parameter, gradient) in Gradients.Specs.Zip(Gradients.Named))
            optimizer.Update(device, parameter, Parameters[parameter.Name], gradient.Value, trainee.RateFactor(parameter), step);
    }

    private void Pass(TrainingRow[] rows, long countedInStep, LossSums sums, bool learn)
    {
        var (model, batch) = (trainee.Model, BatchOf(rows));
        space.Reset();
        var trace = model.Forward(batch, space, trainee.Adapter, spec.Recompute, learn ? trainee.LowestLayer : model.Shape.Layers);
        var gradient = loss.Compute(rows, trace, (float)(1.0 / countedInStep), sums, space, learn);
        if (gradient is not null)
            model.Backward(trace, gradient, trainee.EmbeddingGradient_VD, space, trainee.LowestLayer);
    }

    internal Batch BatchOf(params TrainingRow[] rows)
    {
        var length = rows[0].Length;
        int[] tokens = new int[rows.Length * length], starts = new int[tokens.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length != length)
                throw new ArgumentException("the rows of a step have different lengths", nameof(rows));
            rows[row].Inputs.CopyTo(tokens.AsSpan(row * length));
            (rows[row].Starts ?? Batch.StartsAt(rows[row].Inputs, length, endOfText)).CopyTo(starts, row * length);
        }
        return new Batch(tokens, length, starts);
    }

    // Box and Muller 1958.
    private static double Normal(Xoshiro256 chance)
        => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
