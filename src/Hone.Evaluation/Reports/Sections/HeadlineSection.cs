using Hone.Core.Reports;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>The answer, before any figure: what was learned and what was forgotten.</summary>
internal static class HeadlineSection
{
    public static Markup Draw(RunReport report)
    {
        var rows = report.Main.Comparison.Where(row => row.Headline).ToArray();
        return Markup.Of(
            $"""
            <header>
            <p class="mark">hone<span>{report.Title}</span></p>
            <h1>{Sentence(report.Main)}</h1>
            <p class="lead">{Lead(report)}</p>
            <div class="tiles">{rows.Take(4).Select(Tile)}</div>
            </header>
            """);
    }

    private static string Sentence(ReportArm arm)
    {
        var security = arm.Row(WorkPlan.Domain) ?? arm.Comparison.FirstOrDefault(row => row.Headline);
        var learned = security?.Verdict switch
        {
            Verdict.Learned => "It learned security",
            Verdict.Forgot => "It got worse at security",
            _ => "No learning is shown",
        };
        // How much was forgotten belongs into the headline: with many documents a trifle is no longer chance.
        return learned + (arm.Row(WorkPlan.General) is not { } general ? "." : general.Verdict switch
        {
            Verdict.Forgot => $", at the price of {Amount(general)} on general text.",
            Verdict.Learned => $", and gained {Amount(general)} on general text.",
            _ => ", and no forgetting is shown.",
        });
    }

    private static Markup Lead(RunReport report)
    {
        var parts = new List<Markup>();
        if (report.Main.Row(WorkPlan.Domain) is { } domain)
            parts.Add(Markup.Of($"On {Numbers.Count(domain.N)} unseen security documents the adapted model needs <b>{Needs(domain)}</b> ({Names.Confidence(report)} interval {Names.ChangeInterval(domain)}%). "));
        if (report.Main.Row(WorkPlan.General) is { } general)
            parts.Add(Markup.Of($"On {Numbers.Count(general.N)} unseen general ones it needs <b>{Needs(general)}</b> ({Names.ChangeInterval(general)}%). "));
        foreach (var arm in report.Arms.Skip(1))
        {
            if (arm.Row(WorkPlan.General) is { } control)
                parts.Add(Markup.Of($"The control arm <b>{arm.Name}</b> needs {Needs(control)} on general text. "));
        }
        return Markup.Join(parts);
    }

    private static string Needs(ComparisonRow row) => $"{Amount(row)} {(row.Difference <= 0 ? "fewer" : "more")} bits per byte";

    private static string Amount(ComparisonRow row) => $"{Numbers.WithSign(row.Difference).TrimStart('+', '\u2212')}%";

    private static Markup Tile(ComparisonRow row) => Markup.Of(
        $"""
        <div class="tile">
        <p class="tile-name">{Names.Set(row.Name)}</p>
        <p class="tile-change">{Names.Change(row)}</p>
        <p class="tile-values">{Numbers.Value(row.Metric, row.Before)} <span class="arrow">→</span> {Numbers.Value(row.Metric, row.After)}</p>
        <p class="tile-metric">{Names.Metric(row.Metric)}, {Numbers.Count(row.N)} {Names.Items(row.Metric)}</p>
        {Layout.Chip(row)}
        </div>
        """);
}
