using Hone.Core.Reports;
using Hone.Core.Reports.Charts;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>What the run took: time of every stage and the most memory.</summary>
internal static class CostSection
{
    public static Markup Draw(RunReport report)
    {
        if (report.Costs.Count == 0)
            return Markup.Empty;
        var peak = report.Costs.Max(stage => stage.PeakRssBytes);
        var about = Markup.Of($"<p>{Numbers.Duration(report.Costs.Sum(stage => stage.WallSeconds))} in all, measured while the stages ran; at most {Numbers.Bytes(peak)} of memory.</p>");
        var bars = report.Costs.Select(stage => new Bar(stage.Stage, "bar-cost", stage.WallSeconds, $"{Numbers.Duration(stage.WallSeconds)} · {Numbers.Bytes(stage.PeakRssBytes)}")).ToArray();
        return ReportFrame.Section("What it took", about, Markup.Of($"<figure>{BarChart.Draw("Wall time of every stage", bars)}</figure>"));
    }
}
