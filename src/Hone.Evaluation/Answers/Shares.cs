using Hone.Core.Statistics;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Answers;

/// <summary>One answer judged: what was read from it (null: nothing usable), whether it is right, and whether its row counts.</summary>
internal readonly record struct Judged(string? Parsed, bool Right, bool Counted);

/// <summary>Judged answers to scores: shares with Wilson's interval, means and ratios with a bootstrap over items.</summary>
internal static class Shares
{
    public const double Confidence = 0.95;
    private const ulong Seed = 1;
    private const int MostShown = 64;

    public static readonly IReadOnlyDictionary<string, double> NoBaselines = new Dictionary<string, double>();

    /// <summary>The share right of the rows that count.</summary>
    public static ScoreRow Counted(ScoreName name, IReadOnlyList<Judged> judged, IReadOnlyDictionary<string, double> baselines) =>
        Of(name, judged.Count(j => j.Counted && j.Right), judged.Count(j => j.Counted), judged.Count(j => j.Parsed is null), baselines);

    /// <summary>The share right of all rows: an answer nothing was read from is wrong.</summary>
    public static ScoreRow AllRows(ScoreName name, IReadOnlyList<Judged> judged, IReadOnlyDictionary<string, double> baselines) =>
        Of(name, judged.Count(j => j.Right), judged.Count, judged.Count(j => j.Parsed is null), baselines);

    public static ScoreRow Of(ScoreName name, int right, int n, int failures, IReadOnlyDictionary<string, double> baselines)
    {
        var interval = Intervals.Wilson(right, n, Confidence);
        return n == 0 ? Row(name, null, null, n, failures, baselines) : Row(name, right / (double)n, interval, n, failures, baselines);
    }

    public static ScoreRow Mean(ScoreName name, IReadOnlyList<double> values, int failures, IReadOnlyDictionary<string, double> baselines) =>
        values.Count == 0
            ? Row(name, null, null, 0, failures, baselines)
            : Row(name, values.Sum() / values.Count, Intervals.BootstrapMean(values, Seed, confidence: Confidence), values.Count, failures, baselines);

    /// <summary>Sum of numerators over sum of denominators, as micro-averaged scores are.</summary>
    public static ScoreRow Ratio(
        ScoreName name, IReadOnlyList<double> numerators, IReadOnlyList<double> denominators, int failures, IReadOnlyDictionary<string, double> baselines)
    {
        var bottom = denominators.Sum();
        return bottom == 0
            ? Row(name, null, null, denominators.Count, failures, baselines)
            : Row(name, numerators.Sum() / bottom, Intervals.BootstrapRatio(numerators, denominators, Seed, confidence: Confidence), denominators.Count, failures, baselines);
    }

    public static IReadOnlyList<AnswerRow> Items(IReadOnlyList<AnsweredItem> items, IReadOnlyList<Judged> judged) =>
        [.. items.Zip(judged, (item, j) => Item(item, j.Parsed, j.Counted ? (j.Right ? 1 : 0) : null))];

    public static AnswerRow Item(AnsweredItem item, string? parsed, double? value) =>
        new() { Id = item.Id, Gold = item.Gold.Trim(), Parsed = parsed?.Length > MostShown ? parsed[..MostShown] : parsed, Value = value };

    private static ScoreRow Row(ScoreName name, double? value, Interval? interval, int n, int failures, IReadOnlyDictionary<string, double> baselines) => new()
    {
        Name = name.Benchmark,
        Protocol = name.Protocol,
        Metric = name.Metric,
        Headline = name.Headline,
        Value = value,
        Low = interval?.Low,
        High = interval?.High,
        N = n,
        Baselines = baselines,
        ParseFailures = failures,
    };
}

/// <summary>Which number it is: the benchmark, whose rule, and of what.</summary>
internal readonly record struct ScoreName(string Benchmark, string Protocol, string Metric, bool Headline = false);
