using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>One row of a step: T+1 tokens and whether it is general text.</summary>
internal readonly record struct TrainingRow(int[] Tokens, bool IsReplay);

/// <summary>Mean losses of one step, in nats per token; NaN where the step had no such rows.</summary>
internal sealed record StepReport(long Step, long Tokens, double Loss, double DomainLoss, double ReplayLoss, double Kl, double LearningRate, double GradientNorm);

/// <summary>
/// Full-parameter training: forward, backward, clip, AdamW. The gradient of a step is summed row by row in order, so any number of
/// micro-batches gives the bits of one big batch; losses are summed in the same order.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly Device device;
    private readonly AdaptSpec spec;
    private readonly int endOfText;
    private readonly Decoder model;
    private readonly Decoder? reference;
    private readonly ParameterSet gradients;
    // With a tied head the table's gradient has two parts. Added up apart, each row by row, they do not depend on the micro-batches.
    private readonly Tensor embeddingGradient_VD;
    private readonly Workspace space = new();
    private readonly Workspace referenceSpace = new();

    public Trainer(Device device, ModelShape shape, ParameterSet parameters, ParameterSet? start, AdaptSpec spec, int endOfText)
    {
        (this.device, this.spec, this.endOfText) = (device, spec, endOfText);
        gradients = new ParameterSet(shape);
        Parameters = parameters;
        model = new Decoder(device, shape, DecoderWeights.From(shape, parameters, gradients));
        reference = start is null ? null : new Decoder(device, shape, DecoderWeights.From(shape, start));
        embeddingGradient_VD = shape.TiedHead ? new Tensor(shape.VocabularySize, shape.Hidden) : Table;
        FirstMoments = new ParameterSet(shape);
        SecondMoments = new ParameterSet(shape);
    }

    public ParameterSet Parameters { get; }

    public ParameterSet FirstMoments { get; }

    public ParameterSet SecondMoments { get; }

    internal ParameterSet Gradients => gradients;

    private Tensor Table => gradients["model.embed_tokens.weight"];

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
        var norm = Math.Sqrt(device.SumOfSquares(gradients.All));
        var rate = Schedule.LearningRate(spec, step);
        var scale = norm > spec.Clip ? spec.Clip / norm : 1.0;
        if (!double.IsFinite(norm))
            throw new Hone.Core.UserError($"Training diverged at step {step + 1}: the gradient is not finite.", "Lower learning_rate or raise warm_up.");
        var numbers = new AdamWStep(step + 1, (float)rate, (float)spec.Beta1, (float)spec.Beta2, 1e-8f, (float)spec.WeightDecay, (float)scale);
        foreach (var tensor in gradients.Named)
        {
            device.AdamW(Parameters[tensor.Name], tensor.Value, FirstMoments[tensor.Name], SecondMoments[tensor.Name], tensor.IsVector ? numbers with { WeightDecay = 0 } : numbers);
        }
        return new StepReport(step + 1, rows.Count * (long)spec.RowLength, sums.Total / sums.Tokens, sums.Domain / sums.DomainTokens, sums.Replay / sums.ReplayTokens, sums.Kl / sums.KlTokens, rate, norm);
    }

    /// <summary>Mean cross-entropy per token over the rows, nothing changed.</summary>
    public double Measure(IReadOnlyList<TrainingRow> rows)
    {
        var sums = new LossSums();
        foreach (var part in rows.Chunk(spec.MicroRows))
            Pass(part, rows.Count, sums, learn: false);
        return sums.Total / sums.Tokens;
    }

    public void Dispose()
    {
        gradients.Dispose();
        embeddingGradient_VD.Dispose();
        FirstMoments.Dispose();
        SecondMoments.Dispose();
        space.Dispose();
        referenceSpace.Dispose();
    }

    internal LossSums AccumulateGradients(IReadOnlyList<TrainingRow> rows)
    {
        gradients.All.Clear();
        embeddingGradient_VD.Clear();
        var sums = new LossSums();
        foreach (var part in rows.Chunk(spec.MicroRows))
            Pass(part, rows.Count, sums, learn: true);
        if (model.Shape.TiedHead)
            device.AddScaled(Table, embeddingGradient_VD);
        return sums;
    }

    private void Pass(TrainingRow[] rows, int rowsOfStep, LossSums sums, bool learn)
    {
        var length = rows[0].Tokens.Length - 1;
        var batch = new Batch([.. rows.SelectMany(row => row.Tokens.Take(length))], length, endOfText);
        space.Reset();
        var trace = model.Forward(batch, space);
        var input = HeadInput(rows, batch, trace, (float)(1.0 / ((double)rowsOfStep * length)), learn);
        var losses = new TokenLosses(batch.Count);
        var gradient = learn ? space.Take(batch.Count, model.Shape.Hidden) : null;
        device.LinearCrossEntropy(input, losses, gradient, learn ? model.Weights.HeadGradient_VD : null);
        if (gradient is not null)
            model.Backward(trace, gradient, embeddingGradient_VD, space);
        for (var row = 0; row < rows.Length; row++)
            sums.Add(losses, row * length, length, rows[row].IsReplay, !input.KlWeights.IsEmpty && input.KlWeights.Span[row * length] != 0f);
    }

    private HeadInput HeadInput(TrainingRow[] rows, Batch batch, ForwardTrace trace, float weight, bool learn)
    {
        var useKl = learn && reference is not null && spec.Kl > 0;
        var weights = new float[batch.Count];
        weights.AsSpan().Fill(weight);
        referenceSpace.Reset();
        return new HeadInput
        {
            Hidden_ND = trace.Hidden_ND,
            Weight_VD = model.Weights.Head_VD,
            Targets = rows.SelectMany(row => row.Tokens.Skip(1)).ToArray(),
            Weights = weights,
            RowLength = batch.RowLength,
            KlWeights = useKl ? KlWeights(rows, batch.RowLength, (float)spec.Kl * weight) : default,
            ReferenceHidden_ND = useKl ? reference!.Forward(batch, referenceSpace).Hidden_ND : null,
            ReferenceWeight_VD = useKl ? reference!.Weights.Head_VD : null,
        };
    }

    private float[] KlWeights(TrainingRow[] rows, int length, float weight)
    {
        var weights = new float[rows.Length * length];
        for (var row = 0; row < rows.Length; row++)
        {
            if (spec.KlOn == KlScope.All || rows[row].IsReplay)
                weights.AsSpan(row * length, length).Fill(weight);
        }
        return weights;
    }

    // Box and Muller 1958.
    private static double Normal(Xoshiro256 chance)
        => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
