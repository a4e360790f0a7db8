using Hone.Core.Statistics;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Comparisons;

/// <summary>Accuracy on the same questions: McNemar's exact test decides, the paired bootstrap gives the interval.</summary>
internal static class ChoiceComparison
{
    /// <summary>Null where no question was asked of both.</summary>
    public static ComparisonRow? Of(ScoreRow score, IReadOnlyList<ItemPair> pairs, double confidence, ulong seed)
    {
        if (pairs.Count == 0)
            return null;
        var lost = pairs.Count(pair => pair.Before.IsRight && !pair.After.IsRight);
        var won = pairs.Count(pair => !pair.Before.IsRight && pair.After.IsRight);
        var changes = pairs.Select(pair => (pair.After.IsRight ? 100.0 : 0) - (pair.Before.IsRight ? 100 : 0)).ToArray();
        var interval = Intervals.BootstrapMean(changes, seed, confidence: confidence);
        double n = pairs.Count;
        return new ComparisonRow
        {
            Name = score.Name,
            Protocol = score.Protocol,
            Metric = score.Metric,
            Headline = score.Headline,
            N = pairs.Count,
            Before = pairs.Count(pair => pair.Before.IsRight) / n,
            After = pairs.Count(pair => pair.After.IsRight) / n,
            Difference = 100 * (won - lost) / n,
            Low = interval.Low,
            High = interval.High,
            PValue = PairedTests.McNemar(lost, won),
            SmallestShown = 100 * SmallestSurplus(won + lost, 1 - confidence) / n,
            Trivial = score.Baselines.Count > 0 ? score.Baselines.Values.Max() : null,
            Verdict = Verdict.NoDifferenceShown,
        };
    }

    /// <summary>Holm's correction over the headline benchmarks, then the verdicts: asking three sets must not triple the luck.</summary>
    public static IReadOnlyList<ComparisonRow> Corrected(IReadOnlyList<ComparisonRow> rows, double confidence)
    {
        var headlines = rows.Where(row => row is { Headline: true, PValue: not null }).ToArray();
        var adjusted = PairedTests.Holm([.. headlines.Select(row => row.PValue ?? 1)]);
        return [.. rows.Select(row =>
        {
            var place = Array.IndexOf(headlines, row);
            return row.PValue is { } p ? Judged(row, place < 0 ? p : adjusted[place], 1 - confidence) : row;
        })];
    }

    private static ComparisonRow Judged(ComparisonRow row, double p, double level) => row with
    {
        PValue = p,
        Verdict = p >= level ? Verdict.NoDifferenceShown : row.Difference < 0 ? Verdict.Forgot : row.After <= row.Trivial ? Verdict.NoBetterThanTrivial : Verdict.Learned,
    };

    /// <summary>
    /// By how many questions one model must win, when this many answers changed between right and wrong, before the test
    /// calls it a difference. With hardly any changes at least as many are needed as all falling one way would take.
    /// </summary>
    internal static int SmallestSurplus(int changed, double level)
    {
        var total = changed;
        while (PairedTests.McNemar(0, total) >= level)
            total++;
        for (var surplus = total % 2; surplus <= total; surplus += 2)
        {
            if (PairedTests.McNemar((total - surplus) / 2, (total + surplus) / 2) < level)
                return surplus;
        }
        return total;
    }
}
