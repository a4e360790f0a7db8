namespace Hone.Core.Reports.Charts;

/// <summary>A bar with the texts at its two ends.</summary>
public sealed record Bar(string Label, string Style, double Value, string Text);

/// <summary>Horizontal bars from zero, drawn as SVG.</summary>
public static class BarChart
{
    private const int Width = 760, Left = 260, Right = 150, RowHeight = 27, BarHeight = 13, LongestLabel = 38;

    public static Markup Draw(string description, IReadOnlyList<Bar> bars)
    {
        var most = bars.Select(bar => bar.Value).DefaultIfEmpty(1).Max();
        var room = Width - Left - Right;
        return Markup.Of(
            $"""
            <svg class="chart" viewBox="0 0 {Width} {(bars.Count * RowHeight) + 6}" role="img" aria-label="{description}">
            {bars.Select((bar, i) => Row(bar, i * RowHeight, most > 0 ? double.Max(1.5, bar.Value / most * room) : 1.5))}
            </svg>
            """);
    }

    private static Markup Row(Bar bar, int y, double width) => Markup.Of(
        $"""
        <text class="row-name" x="0" y="{y + 18}">{Shortened(bar.Label)}<title>{bar.Label}</title></text>
        <rect class="bar {bar.Style}" x="{Left}" y="{y + 7}" width="{width:F1}" height="{BarHeight}" rx="2"/><text class="row-value" x="{Left + width + 9:F1}" y="{y + 18}">{bar.Text}</text>
        """);

    private static string Shortened(string label) =>
        label.Length <= LongestLabel ? label : $"{label[..18]}\u2026{label[^18..]}";
}
