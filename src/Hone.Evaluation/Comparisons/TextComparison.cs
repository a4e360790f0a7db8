using Hone.Core.Statistics;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Comparisons;

/// <summary>
/// Bits per byte, relative change. Both models read the same bytes, so the change is (nats after) / (nats before) - 1:
/// a ratio of sums over documents, whose bootstrap over documents is paired by itself.
/// </summary>
internal static class TextComparison
{
    // With fewer documents the bootstrap's intervals are too narrow to be believed: the set shows nothing.
    private const int LeastDocuments = 10;

    /// <summary>Null where no document was read by both.</summary>
    public static ComparisonRow? Of(ScoreRow score, IReadOnlyList<ItemPair> all, double confidence, ulong seed)
    {
        var pairs = all.Where(pair => pair is { Before: { Nats: > 0, Bytes: > 0 }, After.Nats: > 0 }).ToArray();
        if (pairs.Length == 0)
            return null;
        var before = pairs.Select(pair => pair.Before.Nats ?? 0).ToArray();
        var after = pairs.Select(pair => pair.After.Nats ?? 0).ToArray();
        double bytes = pairs.Sum(pair => (long)(pair.Before.Bytes ?? 0));
        var interval = Intervals.BootstrapRatio(after, before, seed, confidence: confidence);
        var (low, high) = (100 * (interval.Low - 1), 100 * (interval.High - 1));
        return new ComparisonRow
        {
            Name = score.Name,
            Protocol = score.Protocol,
            Metric = score.Metric,
            Headline = score.Headline,
            N = pairs.Length,
            Before = BitsPerByte.FromNats(before.Sum(), bytes),
            After = BitsPerByte.FromNats(after.Sum(), bytes),
            Difference = 100 * ((after.Sum() / before.Sum()) - 1),
            Low = low,
            High = high,
            SmallestShown = (high - low) / 2,
            Verdict = pairs.Length < LeastDocuments || (low <= 0 && high >= 0) ? Verdict.NoDifferenceShown
                : high < 0 ? Verdict.Learned : Verdict.Forgot,
        };
    }
}
