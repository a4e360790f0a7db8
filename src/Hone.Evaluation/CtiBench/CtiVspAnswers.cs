using System.Text.RegularExpressions;
using Hone.Core.Security.Cvss;
using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTI-VSP: the CVSS v3 base vector of a CVE. <c>ctibench</c>: the last run of the eight metrics in the answer, put behind
/// "CVSS:3.0/"; mean absolute deviation of base scores over rows that give a score. <c>ctibench-all-rows</c>: a row that gives none is as far
/// off as its gold allows. A deviation hides how few vectors are right, so exact vectors and each metric follow, over all rows.
/// </summary>
internal sealed partial class CtiVspAnswers : IAnswerBenchmark, IAnswerScorer
{
    private const string Prefix = "CVSS:3.0/";
    private const int LongestVector = 256;
    private static readonly string[] Metrics = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];

    public string Name => "cti-vsp";

    public string GoldForm => "a CVSS v3 vector";

    public bool LessIsBetter => true;

    public bool IsGold(string text) => Vector(text) is { Version: CvssVersion.V30 or CvssVersion.V31 };

    public IAnswerScorer Open(AnswerPlaces places) => this;

    public AnswerScores Score(IReadOnlyList<AnsweredItem> items)
    {
        Row[] rows = [.. items.Select(item => new Row(item, CvssVector.Parse(item.Gold.Trim().ToUpperInvariant()), Answer(item.Text)))];
        var failures = rows.Count(row => row.Said is null);
        var constants = Constants(rows);
        var scores = new List<ScoreRow>
        {
            Shares.Mean(new ScoreName(Name, "ctibench", "mean_absolute_deviation", Headline: true), [.. rows.Where(row => row.Said is not null).Select(row => row.Deviation)], failures, constants),
            Shares.Mean(new ScoreName(Name, "ctibench-all-rows", "mean_absolute_deviation"), [.. rows.Select(row => row.Deviation)], failures, constants),
            Share("vector", rows, failures, row => Exact(row.Gold), row => row.Said is null ? null : Exact(row.Said)),
        };
        scores.AddRange(Metrics.Select(metric => Share(metric, rows, failures, row => row.Gold[metric] ?? "", row => row.Said?[metric])));
        return new AnswerScores(scores, [.. rows.Select(row => Shares.Item(row.Item, row.Said is null ? null : Exact(row.Said), row.Said is null ? null : row.Deviation))]);
    }

    private ScoreRow Share(string metric, Row[] rows, int failures, Func<Row, string> gold, Func<Row, string?> said) =>
        Shares.Of(new ScoreName(Name, "exact", metric), rows.Count(row => gold(row) == said(row)), rows.Length, failures,
            new Dictionary<string, double> { ["majority"] = rows.CountBy(gold).Max(value => value.Value) / (double)rows.Length });

    /// <summary>Who says one vector always: the most frequent one, and the best there is, as if the gold were known.</summary>
    private static Dictionary<string, double> Constants(Row[] rows)
    {
        var golds = rows.CountBy(row => row.Gold.BaseScore).ToArray();
        double Deviation(double score) => golds.Sum(gold => double.Abs(gold.Key - score) * gold.Value) / rows.Length;
        var majority = rows.GroupBy(row => Exact(row.Gold), StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).First();
        return new Dictionary<string, double>
        {
            ["best_constant"] = golds.Min(gold => Deviation(gold.Key)),
            ["majority_vector"] = Deviation(majority.First().Gold.BaseScore),
        };
    }

    public static string Exact(CvssVector vector) => string.Join('/', Metrics.Select(metric => $"{metric}:{vector[metric]}"));

    public static CvssVector? Answer(string? text)
    {
        if (text is null)
            return null;
        var candidate = text.Length <= LongestVector ? text : "";
        foreach (var match in Sequence().EnumerateMatches(text))
            candidate = match.Length <= LongestVector ? text.Substring(match.Index, match.Length) : "";
        return Vector(Prefix + candidate);
    }

    private static CvssVector? Vector(string text) => CvssVector.TryParse(text.Trim().ToUpperInvariant(), out var vector) ? vector : null;

    [GeneratedRegex("AV:(?>[A-Za-z]+)/AC:(?>[A-Za-z]+)/PR:(?>[A-Za-z]+)/UI:(?>[A-Za-z]+)/S:(?>[A-Za-z]+)/C:(?>[A-Za-z]+)/I:(?>[A-Za-z]+)/A:(?>[A-Za-z]+)")]
    private static partial Regex Sequence();

    private sealed record Row(AnsweredItem Item, CvssVector Gold, CvssVector? Said)
    {
        public double Deviation { get; } = Said is null ? double.Max(Gold.BaseScore, 10 - Gold.BaseScore) : double.Abs(Said.BaseScore - Gold.BaseScore);
    }
}
