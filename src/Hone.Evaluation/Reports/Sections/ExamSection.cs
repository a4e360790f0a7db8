using Hone.Core.Reports;
using Hone.Core.Reports.Charts;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>Multiple-choice accuracy beside what trivial answerers get.</summary>
internal static class ExamSection
{
    public static Markup Draw(RunReport report)
    {
        var sets = report.Main.Comparison.Where(row => row is { Metric: "accuracy", Headline: true }).ToArray();
        if (sets.Length == 0)
            return Markup.Empty;
        var about = Markup.Of(
            $"""
            <p>Multiple choice by log-likelihood. <b>cloze</b>: each answer is scored as the text after the question, per byte, without seeing the others. <b>letter</b>: the options are listed and the letter is scored; small base models are near chance there whatever they know.</p>
            <p>A score that does not beat the trivial answerers has shown nothing.</p>
            """);
        var best = sets.Select(set => Smallest(report, set));
        return ReportFrame.Section("Questions", about, Markup.Of($"<figure>{Plot(report, sets)}</figure>{best}{Table(report, sets)}"));
    }

    private static Markup Plot(RunReport report, IReadOnlyList<ComparisonRow> sets)
    {
        var groups = sets.Select(set => new DotGroup(
            $"{Names.Set(set.Name)}, {set.Protocol}",
            [.. Dots(report, set.Name)],
            Names.StrongestBaseline(report.Before.Headline(set.Name)) is { } strongest ? [(Names.Baseline(strongest.Key), 100 * strongest.Value)] : [])).ToArray();
        return DotPlot.Draw("Accuracy with intervals, before and after", "accuracy, %", groups, zero: null);
    }

    private static IEnumerable<Dot> Dots(RunReport report, string set)
    {
        if (report.Before.Headline(set) is { } before && ToDot("before", "before", 2, before) is { } first)
            yield return first;
        foreach (var arm in report.Arms)
        {
            if (arm.Log.Headline(set) is { } after && ToDot(arm.Name, Layout.ArmStyle(arm.Index), arm.Index, after) is { } dot)
                yield return dot;
        }
    }

    private static Dot? ToDot(string label, string style, int shape, ScoreRow score) => score is { Value: { } value, Low: { } low, High: { } high }
        ? new Dot(label, style, shape, 100 * value, 100 * low, 100 * high, Numbers.Value(score.Metric, value))
        : null;

    private static Markup Smallest(RunReport report, ComparisonRow row) => Markup.Of(
        $"""<p class="finding"><b>{Names.Set(row.Name)}:</b> with {Numbers.Count(row.N)} questions, a change smaller than about <b>{row.SmallestShown:F1} points</b> cannot be told from chance. {report.Main.Name}: {Names.Change(row)}, {Numbers.Probability(row.PValue ?? 1)}.</p>""");

    private static Markup Table(RunReport report, IReadOnlyList<ComparisonRow> sets) => Markup.Of(
        $"""
        <table class="compact">
        <thead><tr><th>Set</th><th>Protocol</th><th class="n">Before</th>{report.Arms.Select(arm => Markup.Of($"""<th class="n">{arm.Name}</th>"""))}<th class="n">Guessing</th><th class="n">Commonest letter</th><th class="n">Longest</th><th class="n">No answer</th></tr></thead>
        <tbody>{sets.SelectMany(set => report.Before.Scores.Where(score => score.Name == set.Name && score.Part is null)).Select(score => TableRow(report, score))}</tbody>
        </table>
        """);

    private static Markup TableRow(RunReport report, ScoreRow score) => Markup.Of(
        $"""
        <tr><td>{Names.Set(score.Name)}</td><td>{score.Protocol}{(score.Headline ? Markup.Of($""" <small class="inline">headline</small>""") : Markup.Empty)}</td>
        <td class="n">{Numbers.Value(score.Metric, score.Value)}</td>
        {report.Arms.Select(arm => Markup.Of($"""<td class="n">{Numbers.Value(score.Metric, Same(arm.Log, score)?.Value)}</td>"""))}
        {new[] { "chance", "majority", "longest_choice" }.Select(name => Markup.Of($"""<td class="n quiet">{Numbers.Value(score.Metric, score.Baselines.TryGetValue(name, out var value) ? value : null)}</td>"""))}
        <td class="n quiet">{Numbers.Count(score.ParseFailures)}</td></tr>
        """);

    private static ScoreRow? Same(EvalLog log, ScoreRow score) =>
        log.Scores.FirstOrDefault(other => other.Name == score.Name && other.Protocol == score.Protocol && other.Part is null);
}
