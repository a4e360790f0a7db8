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

    private Decoder Model => trainee.Model;

    /// <summary>Adds to the sums and, when learning, to the head's gradient; returns that of the hidden states.</summary>
    /// <param name="weight">Of one token in the step's mean.</param>
    public Tensor? Compute(TrainingRow[] rows, ForwardTrace trace, float weight, LossSums sums, Workspace space, bool learn)
    {
        var (batch, hidden) = (trace.Batch, trace.Hidden_ND);
        var referenceHidden = learn && reference is not null && spec.Kl > 0 && rows.Any(HasKl) ? ReferenceHidden(reference, batch) : null;
        var gradient = learn ? space.Take(hidden.Rows, hidden.Columns) : null;
        if (rows.All(row => row.Targets is null))
        {
            var losses = Head(rows, hidden, referenceHidden, gradient, weight, batch.RowLength);
            Sum(rows, losses, sums, referenceHidden is not null);
            return gradient;
        }
        gradient?.Clear();
        for (var row = 0; row < rows.Length; row++)
            ComputeCounted(rows[row], row * batch.RowLength, hidden, referenceHidden, gradient, weight, sums, space);
        return gradient;
    }

    public void Dispose() => referenceSpace.Dispose();

    private bool HasKl(TrainingRow row) => spec.KlOn == KlScope.All || row.IsReplay;

    private Tensor ReferenceHidden(Decoder model, Batch batch)
    {
        referenceSpace.Reset();
        return model.Forward(batch, referenceSpace, firstKept: model.Shape.Layers).Hidden_ND;
    }

    private void ComputeCounted(TrainingRow row, int first, Tensor hidden_ND, Tensor? referenceHidden_ND, Tensor? gradient_ND, float weight, LossSums sums, Workspace space)
    {
        var places = Enumerable.Range(0, row.Length).Where(position => row.Target(position) >= 0).Select(position => first + position).ToArray();
        if (places.Length == 0)
            return;
        var mark = space.Mark();
        var counted = Gathered(hidden_ND, places, space);
        var countedReference = referenceHidden_ND is null || !HasKl(row) ? null : Gathered(referenceHidden_ND, places, space);
        var countedGradient = gradient_ND is null ? null : space.Take(places.Length, hidden_ND.Columns);
        TrainingRow[] only = [row];
        var losses = Head(only, counted, countedReference, countedGradient, weight, places.Length);
        if (countedGradient is not null && gradient_ND is not null)
            Model.Device.Scatter(countedGradient, places, gradient_ND);
        Sum(only, losses, sums, countedReference is not null);
        space.Release(mark);
    }

    private Tensor Gathered(Tensor x_ND, int[] rows, Workspace space)
    {
        var gathered = space.Take(rows.Length, x_ND.Columns);
        Model.Device.Gather(x_ND, rows, gathered);
        return gathered;
    }

    private TokenLosses Head(TrainingRow[] rows, Tensor hidden_ND, Tensor? referenceHidden_ND, Tensor? gradient_ND, float weight, int rowLength)
    {
        var weights = new float[hidden_ND.Rows];
        weights.AsSpan().Fill(weight);
        var input = new HeadInput
        {
            Hidden_ND = hidden_ND,
            Weight_VD = Model.Weights.Head_VD,
            Targets = Targets(rows, hidden_ND.Rows),
            Weights = weights,
            RowLength = rowLength,
            KlWeights = referenceHidden_ND is null ? default : KlWeights(rows, rowLength, (float)spec.Kl * weight),
            ReferenceHidden_ND = referenceHidden_ND,
            ReferenceWeight_VD = reference?.Weights.Head_VD,
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

    private float[] KlWeights(TrainingRow[] rows, int length, float weight)
    {
        var weights = new float[rows.Length * length];
        for (var row = 0; row < rows.Length; row++)
        {
            if (HasKl(rows[row]))
                weights.AsSpan(row * length, length).Fill(weight);
        }
        return weights;
    }

    private void Sum(TrainingRow[] rows, TokenLosses losses, LossSums sums, bool withKl)
    {
        var first = 0;
        foreach (var row in rows)
        {
            var count = row.Counted;
            sums.Add(losses, first, count, row.IsReplay, withKl && HasKl(row));
            first += count;
        }
    }
}
