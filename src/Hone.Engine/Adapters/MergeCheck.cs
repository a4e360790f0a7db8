using System.Globalization;
using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Adapters;

/// <summary>How near a merged model is to its base with the adapter beside it, by their logits.</summary>
/// <param name="RelativeError">Largest difference of a logit, over the largest logit.</param>
/// <param name="LostShare">Size of the differences, over the size of what the adapter changes in the base's logits: 0 is a perfect merge, 1 one that might as well not have happened.</param>
/// <param name="ChangedShare">Of the adapted matrices' weights, those that are not what they were.</param>
public sealed record MergeReport(double RelativeError, double LostShare, double ChangedShare)
{
    /// <summary>Above this the merged model is not the one that was trained and measured.</summary>
    public const double MostLost = 0.1;

    public bool IsFaithful => LostShare <= MostLost;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"the rounding of the merged weights loses {LostShare:P1} of what the adapter does to the logits (largest difference {RelativeError:E1} of the largest logit); {ChangedShare:P1} of the adapted weights changed");
}

/// <summary>Runs rows through both models and compares.</summary>
internal static class MergeCheck
{
    // Logits of a few hundred positions tell; those of many would need much memory.
    private const int MostPositions = 256;

    public static MergeReport Compare(Device device, ModelShape shape, DecoderWeights start, Adapter adapter, AdapterMerge merged, IReadOnlyList<Batch> rows)
    {
        Decoder unmerged = new(device, shape, start), whole = new(device, shape, DecoderWeights.From(shape, merged));
        double lost = 0, effect = 0, most = 0, largest = 0;
        var left = MostPositions;
        foreach (var batch in rows.TakeWhile(_ => left > 0))
        {
            using var space = new Workspace();
            var count = Math.Min(left, batch.Count);
            Tensor with = Logits(unmerged, batch, adapter, count, space), without = Logits(unmerged, batch, null, count, space), joined = Logits(whole, batch, null, count, space);
            for (var i = 0L; i < with.Length; i++)
            {
                float expected = At(with, i), difference = Math.Abs(At(joined, i) - expected), change = expected - At(without, i);
                (lost, effect) = (lost + ((double)difference * difference), effect + ((double)change * change));
                (most, largest) = (Math.Max(most, difference), Math.Max(largest, Math.Abs(expected)));
            }
            left -= count;
        }
        return new MergeReport(most / Math.Max(largest, float.Epsilon), effect > 0 ? Math.Sqrt(lost / effect) : lost > 0 ? double.PositiveInfinity : 0, merged.ChangedShare);
    }

    private static unsafe float At(Tensor tensor, long index) => tensor.Pointer[index];

    private static Tensor Logits(Decoder model, Batch batch, Adapter? adapter, int count, Workspace space)
    {
        var hidden = model.Forward(batch, space, adapter, firstKept: model.Shape.Layers).Hidden_ND.RowRange(0, count);
        var logits = space.Take(count, model.Shape.VocabularySize);
        model.Device.Linear(hidden, model.Weights.Head_VD, logits);
        return logits;
    }
}
