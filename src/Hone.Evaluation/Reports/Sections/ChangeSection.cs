using Hone.Core.Reports;
using Hone.Core.Reports.Charts;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>Before against after, every arm: the dot plot to see it, the table to check it.</summary>
internal static class ChangeSection
{
    private const int MostParts = 14;

    public static Markup Draw(RunReport report)
    {
        var about = Markup.Of(
            $"""
            <p>The same items before and after. Bits per byte is how many bits the model needs for a byte of text it has never seen: less is better.</p>
            <p>Intervals are {Names.Confidence(report)}, paired: from a bootstrap over documents, and for accuracy over questions. “No difference shown” means that chance alone explains it: the interval reaches zero, or for accuracy McNemar's exact test says so.</p>
            """);
        return ReportFrame.Section("What changed", about, Markup.Of($"{Plot(report)}{Table(report)}{Parts(report)}"));
    }

    private static Markup Plot(RunReport report)
    {
        var sets = report.Main.Comparison.Where(row => row.Metric == "bits_per_byte").Select(row => row.Name).ToArray();
        if (sets.Length == 0)
            return Markup.Empty;
        var groups = sets.Select(set => new DotGroup(Names.Set(set), [.. report.Arms.SelectMany(arm => arm.Row(set) is { } row ? [ToDot(arm, row)] : Array.Empty<Dot>())], [])).ToArray();
        return Markup.Of($"""<figure>{DotPlot.Draw("Change in bits per byte, with intervals, for every arm", "change in bits per byte, %  (left of zero is better)", groups, zero: 0)}</figure>""");
    }

    private static Dot ToDot(ReportArm arm, ComparisonRow row) =>
        new(arm.Name, Layout.ArmStyle(arm.Index), arm.Index, row.Difference, row.Low, row.High, Names.Change(row));

    private static Markup Table(RunReport report)
    {
        var measures = report.Main.Comparison.Where(row => row.Headline);
        return Markup.Of(
            $"""
            <table>
            <thead><tr><th>Measure</th><th>Arm</th><th class="n">Before</th><th class="n">After</th><th class="n">Change</th><th>Verdict</th></tr></thead>
            {measures.Select(measure => Body(report, measure))}
            </table>
            """);
    }

    private static Markup Body(RunReport report, ComparisonRow measure)
    {
        var rows = report.Arms.Select(arm => (Arm: arm, Row: arm.Row(measure.Name))).Where(pair => pair.Row is not null).ToArray();
        return Markup.Of($"<tbody>{rows.Select((pair, i) => pair.Row is { } row ? TableRow(report, pair.Arm, row, i == 0 ? rows.Length : 0) : Markup.Empty)}</tbody>");
    }

    private static Markup TableRow(RunReport report, ReportArm arm, ComparisonRow row, int span)
    {
        var first = span == 0 ? Markup.Empty : Markup.Of(
            $"""<th class="measure" rowspan="{span}">{Names.Set(row.Name)}<small>{Protocol(row)}<br/>{Numbers.Count(row.N)} {Names.Items(row.Metric)}{Trivial(report, row)}</small></th>""");
        return Markup.Of(
            $"""
            <tr>{first}<td>{Layout.Swatch(Layout.ArmStyle(arm.Index))}{arm.Name}</td>
            <td class="n">{Cell(row.Metric, row.Before, report.Before.Headline(row.Name))}</td>
            <td class="n">{Cell(row.Metric, row.After, arm.Log.Headline(row.Name))}</td>
            <td class="n"><b>{Names.Change(row)}</b><small>{Names.ChangeInterval(row)}</small></td>
            <td>{Layout.Chip(row)}</td></tr>
            """);
    }

    private static string Protocol(ComparisonRow row) => row.Metric == "accuracy" ? $"accuracy, {row.Protocol} protocol" : Names.Metric(row.Metric);

    /// <summary>What a trivial answerer would get, so that the numbers have a ground.</summary>
    private static Markup Trivial(RunReport report, ComparisonRow row) =>
        Names.StrongestBaseline(report.Before.Headline(row.Name)) is { } strongest
            ? Markup.Of($"<br/>{Names.Baseline(strongest.Key)}: {Numbers.Value(row.Metric, strongest.Value)}")
            : Markup.Empty;

    private static Markup Cell(string metric, double value, ScoreRow? score) => Markup.Of(
        $"""{Numbers.Value(metric, value)}<small>{Numbers.Interval(metric, score?.Low, score?.High)}</small>""");

    /// <summary>Where within the held-out text it changed, source by source, for the main arm.</summary>
    private static Markup Parts(RunReport report)
    {
        var pairs = report.Before.Scores.Where(score => score is { Metric: "bits_per_byte", Part: not null, Value: not null })
            .Select(before => (Before: before, After: report.Main.Log.Scores.FirstOrDefault(after => after.Name == before.Name && after.Part == before.Part && after.Protocol == before.Protocol)))
            .Where(pair => pair.After?.Value is not null)
            .OrderBy(pair => pair.Before.Name, StringComparer.Ordinal).ThenByDescending(pair => pair.Before.N).ThenBy(pair => pair.Before.Part, StringComparer.Ordinal).ToArray();
        if (pairs.Length == 0)
            return Markup.Empty;
        return Markup.Of(
            $"""
            <h3>By source, arm {report.Main.Name}</h3>
            <table class="compact">
            <thead><tr><th>Source</th><th>Kind</th><th class="n">Documents</th><th class="n">Before</th><th class="n">After</th><th class="n">Change</th></tr></thead>
            <tbody>{pairs.Take(MostParts).Select(pair => PartRow(pair.Before, pair.After?.Value ?? 0))}</tbody>
            </table>
            {(pairs.Length > MostParts ? ReportFrame.Note($"and {pairs.Length - MostParts} smaller sources, in the evaluation logs.") : Markup.Empty)}
            """);
    }

    private static Markup PartRow(ScoreRow before, double after) => Markup.Of(
        $"""
        <tr><td class="wrap">{before.Part}</td><td>{Names.Set(before.Name)}</td><td class="n">{Numbers.Count(before.N)}</td>
        <td class="n">{Numbers.Value(before.Metric, before.Value)}</td><td class="n">{Numbers.Value(before.Metric, after)}</td>
        <td class="n">{Numbers.WithSign(100 * ((after / (before.Value ?? after)) - 1))}%</td></tr>
        """);
}
