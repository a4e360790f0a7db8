using Hone.Core.Reports;
using Hone.Core.Reports.Charts;
using Hone.Evaluation.Reports.Files;

namespace Hone.Evaluation.Reports.Sections;

/// <summary>Loss curves of every arm on one scale: what the training saw and what held-out text says about it.</summary>
internal static class TrainingSection
{
    private static readonly (string Name, string Label, string Style, bool Marked)[] Curves =
    [
        ("loss", "training", "line-train", false),
        ("heldout_domain_loss", "held-out security", "line-domain", true),
        ("heldout_general_loss", "held-out general", "line-general", true),
    ];

    public static Markup Draw(RunReport report)
    {
        var arms = report.Arms.Where(arm => arm.Metrics.Count > 0).ToArray();
        if (arms.Length == 0)
            return Markup.Empty;
        var lines = arms.Select(LinesOf).ToArray();
        var values = lines.SelectMany(set => set).SelectMany(line => line.Points).ToArray();
        if (values.Length == 0)
            return Markup.Empty;
        var (low, high, last) = (values.Min(p => p.Y), Ceiling([.. values.Select(p => p.Y)]), double.Max(1, values.Max(p => p.X)));
        var charts = arms.Zip(lines, (arm, set) => Markup.Of(
            $"""
            <figure><figcaption>{Layout.Swatch(Layout.ArmStyle(arm.Index))}<b>{arm.Name}</b> <span class="quiet">{Trained(arm)}</span></figcaption>
            {LineChart.Draw($"Loss curves of arm {arm.Name}", set, low - (0.06 * (high - low)), high, last, "training step")}</figure>
            """));
        var about = Markup.Of(
            $"""
            <p>Loss in nats per token, all arms on one scale. The training curve is averaged over neighbouring steps.</p>
            <p>Protection works where the held-out general curve stays flat while the held-out security curve falls.</p>
            <p class="legend">{Curves.Select(curve => Markup.Of($"""<span><i class="stroke {curve.Style}"></i>{curve.Label}</span>"""))}</p>
            """);
        return ReportFrame.Section("While it trained", about, Markup.Of($"""<div class="pair">{charts}</div>"""));
    }

    private static Line[] LinesOf(ReportArm arm) =>
        [.. Curves.Select(curve => new Line(curve.Label, curve.Style, [.. TrainingMetrics.Series(arm.Metrics, curve.Name)], curve.Marked))];

    /// <summary>The first steps of a training can be far above the rest: they may leave the chart so that the rest can be seen.</summary>
    private static double Ceiling(double[] values)
    {
        Array.Sort(values);
        return double.Max(values[(int)(0.985 * (values.Length - 1))], values[0] * 1.02);
    }

    private static string Trained(ReportArm arm) => arm.TokensTrained is { } tokens ? $"{Numbers.Abbreviated(tokens)} tokens" : "";
}
