using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    private const int HeadRows = 512;

    public override void LinearCrossEntropy(HeadInput input, TokenLosses losses, Tensor? inputGradient_ND, Tensor? weightGradient_VD)
    {
        headSpace.Reset();
        var vocabulary = input.Weight_VD.Rows;
        var chunk = Math.Min(HeadRows, input.RowLength);
        var logits = headSpace.Take(chunk, vocabulary);
        var reference = input.ReferenceHidden_ND is null ? null : headSpace.Take(chunk, vocabulary);
        for (var row = 0; row < input.Hidden_ND.Rows; row += input.RowLength)
        {
            for (var first = row; first < row + input.RowLength; first += chunk)
                HeadChunk(input, losses, first, Math.Min(chunk, row + input.RowLength - first), logits, reference, inputGradient_ND, weightGradient_VD);
        }
    }

    private void HeadChunk(HeadInput input, TokenLosses losses, int first, int count, Tensor logits_NV, Tensor? reference_NV, Tensor? inputGradient_ND, Tensor? weightGradient_VD)
    {
        var logits = logits_NV.RowRange(0, count);
        var hidden = input.Hidden_ND.RowRange(first, count);
        Linear(hidden, input.Weight_VD, logits);
        var withReference = reference_NV is not null && HasKl(input, first, count);
        var reference = withReference ? reference_NV!.RowRange(0, count) : null;
        if (reference is not null)
            Linear(input.ReferenceHidden_ND!.RowRange(first, count), input.ReferenceWeight_VD!, reference);
        var needGradient = inputGradient_ND is not null;
        pool.Run(count, (n, _) => HeadRow(input, losses, first + n, logits.Pointer + ((long)n * logits.Columns), reference is null ? null : reference.Pointer + ((long)n * logits.Columns), logits.Columns, needGradient));
        if (inputGradient_ND is null)
            return;
        LinearBackwardInput(logits, input.Weight_VD, inputGradient_ND.RowRange(first, count));
        if (weightGradient_VD is not null)
            LinearBackwardWeight(logits, hidden, weightGradient_VD, count);
    }

    private static bool HasKl(HeadInput input, int first, int count)
        => !input.KlWeights.IsEmpty && input.KlWeights.Span.Slice(first, count).ContainsAnyExcept(0f);

    // Turns logits into d loss / d logits: weight * (p - onehot) + klWeight * (p - reference p).
    private static void HeadRow(HeadInput input, TokenLosses losses, int position, float* logits, float* reference, int vocabulary, bool needGradient)
    {
        var target = input.Targets.Span[position];
        var weight = target < 0 ? 0f : input.Weights.Span[position];
        var klWeight = reference == null ? 0f : input.KlWeights.Span[position];
        var atTarget = target < 0 ? 0f : logits[target];
        losses.Kl[position] = 0f;
        var (referenceLogSum, distance) = klWeight == 0f ? default : ReferenceWeights(logits, reference, vocabulary);
        var max = RowMath.Max(logits, vocabulary);
        var sum = RowMath.ExpSum(logits, logits, 1f, max, vocabulary);
        var logSum = max + MathF.Log(sum);
        losses.CrossEntropy[position] = target < 0 ? 0f : logSum - atTarget;
        losses.Greedy[position] = target >= 0 && atTarget >= max;
        if (klWeight != 0f)
            losses.Kl[position] = distance - referenceLogSum + logSum;
        if (!needGradient)
            return;
        RowMath.Scale(logits, (weight + klWeight) / sum, vocabulary);
        if (klWeight != 0f)
            RowMath.AddScaled(logits, reference, -klWeight, vocabulary);
        if (target >= 0)
            logits[target] -= weight;
    }

    // Turns the reference's logits y into its probabilities r and returns their log-sum and sum r (y - x), x the model's logits:
    // KL(r || p) = sum r (ln r - ln p) = sum r (y - x) - logsum(y) + logsum(x).
    private static (float LogSum, float Distance) ReferenceWeights(float* logits, float* reference, int vocabulary)
    {
        var max = RowMath.Max(reference, vocabulary);
        Vector512<float> total = default, distance = default;
        var v = 0;
        for (; v <= vocabulary - RowMath.Lanes; v += RowMath.Lanes)
        {
            var y = Vector512.Load(reference + v);
            var e = RowMath.Exp(y - Vector512.Create(max));
            total += e;
            distance = Vector512.FusedMultiplyAdd(e, y - Vector512.Load(logits + v), distance);
            e.Store(reference + v);
        }
        float sum = Vector512.Sum(total), moved = Vector512.Sum(distance);
        for (; v < vocabulary; v++)
        {
            var e = MathF.Exp(reference[v] - max);
            sum += e;
            moved += e * (reference[v] - logits[v]);
            reference[v] = e;
        }
        RowMath.Scale(reference, 1f / sum, vocabulary);
        return (max + MathF.Log(sum), moved / sum);
    }
}
