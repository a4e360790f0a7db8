using System.Globalization;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>Which kept documents are held out.</summary>
internal static class SplitDecision
{
    private const double HalfAlike = 0.5;

    /// <summary>True for every document, by its number, that is kept and held out.</summary>
    public static bool[] HeldOut(CurateSpec spec, DocumentStore store, Decisions decisions, string work, CancellationToken cancel)
    {
        var heldOut = new bool[store.Count];
        int[] documents = [.. decisions.Kept];
        int from = spec.HeldOutFrom is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber : int.MaxValue;
        double[] shares = spec.Split == SplitRule.Cluster ? SharesOfClusters(store, documents, work, cancel) : [.. documents.Select(document => store[document].Share)];
        for (int i = 0; i < documents.Length; i++)
            heldOut[documents[i]] = spec.Split == SplitRule.Time ? store[documents[i]].Day >= from : HeldOutSplit.Of(shares[i], spec.HeldOut) == HeldOutSplit.HeldOut;
        return heldOut;
    }

    /// <summary>A cluster has the share of its document with the smallest hash.</summary>
    private static double[] SharesOfClusters(DocumentStore store, int[] documents, string work, CancellationToken cancel)
    {
        DuplicateClusters found = NearDuplicates.Find(new ChosenTexts(store, documents), work, new NearDuplicateSpec { Threshold = HalfAlike }, cancel);
        return [.. found.Clusters.Select(cluster => store[documents[cluster]].Share)];
    }
}
