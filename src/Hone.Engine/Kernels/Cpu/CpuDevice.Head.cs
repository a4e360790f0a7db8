using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    // Logits that exist at a time; also the k of the weight's gradient.
    private const int HeadRows = 512;
    // A thread takes some rows from the logits to the gradient of the input while the cache holds them.
    private const int LeastHeadRows = 48;

    public override void LinearCrossEntropy(HeadInput input, TokenLosses losses, Tensor? inputGradient_ND, Tensor? weightGradient_VD)
    {
        headSpace.Reset();
        var (vocabulary, width) = (input.Weight_VD.Rows, input.Weight_VD.Columns);
        var chunk = Math.Min(HeadRows, input.Hidden_ND.Rows);
        var step = new HeadStep(input, losses, inputGradient_ND)
        {
            Logits_NV = Logits(chunk, vocabulary),
            Reference_NV = input.ReferenceHidden_ND is null ? null : Logits(chunk, vocabulary),
            Forward = HeadPanels(vocabulary, width, Source(input.Weight_VD, transposed: true)),
            Backward = inputGradient_ND is null ? null : HeadPanels(width, vocabulary, Source(input.Weight_VD, transposed: false)),
            ReferenceForward = input.ReferenceWeight_VD is null ? null : HeadPanels(vocabulary, width, Source(input.ReferenceWeight_VD, transposed: true)),
        };
        var first = 0;
        foreach (var runs in HeadChunks(input))
        {
            HeadChunk(step, first, runs, weightGradient_VD);
            first += runs.Sum();
        }
    }

    // Rows of the batch together as far as they fit, longer ones cut. Which share a product changes no bit, and the weight's gradient is added run by run.
    private static IEnumerable<List<int>> HeadChunks(HeadInput input)
    {
        var runs = new List<int>();
        foreach (var row in input.Rows)
        {
            for (var left = row; left > 0; left -= HeadRows)
            {
                var run = Math.Min(HeadRows, left);
                if (runs.Sum() + run > HeadRows)
                {
                    yield return runs;
                    runs = [];
                }
                runs.Add(run);
            }
        }
        if (runs.Count > 0)
            yield return runs;
    }

    private sealed record HeadStep(HeadInput Input, TokenLosses Losses, Tensor? InputGradient_ND)
    {
        public required Tensor Logits_NV { get; init; }
        public required Tensor? Reference_NV { get; init; }
        public required PackedPanels Forward { get; init; }
        public required PackedPanels? Backward { get; init; }
        public required PackedPanels? ReferenceForward { get; init; }
    }

    // Rows an odd number of cache lines apart: at a power of two they would fall into few sets of the caches.
    private Tensor Logits(int rows, int vocabulary) => headSpace.Take(rows, (((vocabulary + 15) / 16) | 1) * 16).ColumnRange(0, vocabulary);

    private PackedPanels HeadPanels(int n, int k, IPanelSource weight)
        => gemm.Pack(n, k, weight, headSpace.Take(1, checked((int)(gemm.PackedBytes(n, k) / sizeof(float)))).Pointer);

    private void HeadChunk(HeadStep step, int first, List<int> runs, Tensor? weightGradient_VD)
    {
        var count = runs.Sum();
        var withReference = step.ReferenceForward is not null && HasKl(step.Input, first, count);
        var height = gemm.Kernel.Height;
        var rows = (Math.Max(LeastHeadRows, (count + (2 * pool.Count) - 1) / (2 * pool.Count)) + height - 1) / height * height;
        pool.Run((count + rows - 1) / rows, (piece, worker) => HeadPiece(step, first, piece * rows, Math.Min(rows, count - (piece * rows)), withReference, worker));
        if (step.InputGradient_ND is null || weightGradient_VD is null)
            return;
        if (runs.TrueForAll(run => run == runs[0]))
        {
            LinearBackwardWeight(step.Logits_NV.RowRange(0, count), step.Input.Hidden_ND.RowRange(first, count), weightGradient_VD, runs[0]);
            return;
        }
        var row = 0;
        foreach (var run in runs)
        {
            LinearBackwardWeight(step.Logits_NV.RowRange(row, run), step.Input.Hidden_ND.RowRange(first + row, run), weightGradient_VD, run);
            row += run;
        }
    }

    public override long HeadBytes(int vocabulary, int width, int positions, bool learn, bool withReference)
    {
        var logits = Math.Min(HeadRows, positions) * (((vocabulary + 15L) / 16) | 1) * 16 * sizeof(float);
        var weights = gemm.PackedBytes(vocabulary, width);
        return (logits * (withReference ? 2 : 1)) + weights + (learn ? gemm.PackedBytes(width, vocabulary) : 0) + (withReference ? weights : 0);
    }

    private void HeadPiece(HeadStep step, int first, int row, int count, bool withReference, int worker)
    {
        var input = step.Input;
        var logits = step.Logits_NV.RowRange(row, count);
        gemm.MultiplyHere(count, Operand.Of(input.Hidden_ND.RowRange(first + row, count)), step.Forward, logits.Pointer, logits.Stride, false, worker);
        var reference = withReference ? step.Reference_NV?.RowRange(row, count) : null;
        if (reference is not null && step.ReferenceForward is { } panels && input.ReferenceHidden_ND is { } hidden)
            gemm.MultiplyHere(count, Operand.Of(hidden.RowRange(first + row, count)), panels, reference.Pointer, reference.Stride, false, worker);
        for (var n = 0; n < count; n++)
        {
            var at = (long)n * logits.Stride;
            HeadRow(input, step.Losses, first + row + n, logits.Pointer + at, reference is null ? null : reference.Pointer + at, logits.Columns, step.InputGradient_ND is not null);
        }
        if (step.InputGradient_ND is not { } gradient || step.Backward is not { } back)
            return;
        var target = gradient.RowRange(first + row, count);
        gemm.MultiplyHere(count, Operand.Of(logits), back, target.Pointer, target.Stride, false, worker);
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
