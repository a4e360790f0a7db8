using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>
/// The loss of a micro-batch: cross-entropy at the positions that have a target and, on some rows, KL from a reference model at the same
/// positions. Positions without a target are taken out before the head and put back after it, row by row: they cost no product with the
/// vocabulary.
/// </summary>
internal sealed class TokenLoss(Trainee trainee, Decoder? reference, AdaptSpec spec) : IDisposable
{
    private readonly Workspace referenceSpace = new();

    public long WorkspaceBytes => referenceSpace.Bytes;

    public long WorkspaceUsed => referenceSpace.MostUsed;

    private Decoder Model => trainee.Model;

    /// <summary>Adds to the sums and, when learning, to the head's gradient; returns that of the hidden states.</summary>
    /// <param name="weight">Of one token in the step's mean.</param>
    public Tensor? Compute(TrainingRow[] rows, ForwardTrace trace, float weight, LossSums sums, Workspace space, bool learn)
    {
        var (batch, hidden) = (trace.Batch, trace.Hidden_ND);
        var reference = learn && rows.Any(HasKl) ? Reference(batch) : null;
        var gradient = learn ? space.Take(hidden.Rows, hidden.Columns) : null;
        if (rows.All(row => row.Targets is null))
        {
            Sum(rows, Head(rows, hidden, reference, gradient, weight), sums);
            return gradient;
        }
        gradient?.Clear();
        var mark = space.Mark();
        var places = Places(rows, batch.RowLength);
        if (places.Length > 0)
        {
            var countedGradient = gradient is null ? null : space.Take(places.Length, hidden.Columns);
            var losses = Head(rows, Gathered(hidden, places, space), reference is null ? null : Gathered(reference, places, space), countedGradient, weight);
            if (countedGradient is not null && gradient is not null)
                Model.Device.Scatter(countedGradient, places, gradient);
            Sum(rows, losses, sums);
        }
        space.Release(mark);
        return gradient;
    }

    public void Dispose() => referenceSpace.Dispose();

    private bool HasKl(TrainingRow row) => reference is not null && spec.Kl > 0 && (spec.KlOn == KlScope.All || row.IsReplay);

    private Tensor? Reference(Batch batch)
    {
        referenceSpace.Reset();
        return reference?.Forward(batch, referenceSpace, firstKept: reference.Shape.Layers).Hidden_ND;
    }

    private static int[] Places(TrainingRow[] rows, int length)
        => [.. rows.SelectMany((row, r) => Enumerable.Range(0, length).Where(position => row.Target(position) >= 0).Select(position => (r * length) + position))];

    private Tensor Gathered(Tensor x_ND, int[] rows, Workspace space)
    {
        var gathered = space.Take(rows.Length, x_ND.Columns);
        Model.Device.Gather(x_ND, rows, gathered);
        return gathered;
    }

    private TokenLosses Head(TrainingRow[] rows, Tensor hidden_ND, Tensor? referenceHidden_ND, Tensor? gradient_ND, float weight)
    {
        var weights = new float[hidden_ND.Rows];
        weights.AsSpan().Fill(weight);
        var input = new HeadInput
        {
            Hidden_ND = hidden_ND,
            Weight_VD = Model.Weights.Head_VD,
            Targets = Targets(rows, hidden_ND.Rows),
            Weights = weights,
            RowLengths = [.. rows.Select(row => row.Counted)],
            KlWeights = referenceHidden_ND is null ? default : KlWeights(rows, hidden_ND.Rows, (float)spec.Kl * weight),
            ReferenceHidden_ND = referenceHidden_ND,
            ReferenceWeight_VD = referenceHidden_ND is null ? null : reference?.Weights.Head_VD,
        };
        var losses = new TokenLosses(hidden_ND.Rows);
        Model.Device.LinearCrossEntropy(input, losses, gradient_ND, gradient_ND is null ? null : Model.Weights.HeadGradient_VD);
        return losses;
    }

    private static int[] Targets(TrainingRow[] rows, int count)
    {
        var targets = new int[count];
        var next = 0;
        foreach (var row in rows)
        {
            for (var position = 0; position < row.Length; position++)
            {
                if (row.Target(position) >= 0)
                    targets[next++] = row.Target(position);
            }
        }
        return targets;
    }

    private float[] KlWeights(TrainingRow[] rows, int count, float weight)
    {
        var weights = new float[count];
        var first = 0;
        foreach (var row in rows)
        {
            if (HasKl(row))
                weights.AsSpan(first, row.Counted).Fill(weight);
            first += row.Counted;
        }
        return weights;
    }

    private void Sum(TrainingRow[] rows, TokenLosses losses, LossSums sums)
    {
        var first = 0;
        foreach (var row in rows)
        {
            sums.Add(losses, first, row.Counted, row.IsReplay, HasKl(row));
            first += row.Counted;
        }
    }
}
