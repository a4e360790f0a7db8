using System.Globalization;
using System.Text;

namespace Hone.Core.Reports.Charts;

/// <summary>A curve: its style class names its colour in the page's style sheet.</summary>
public sealed record Line(string Label, string Style, IReadOnlyList<(double X, double Y)> Points, bool Marked);

/// <summary>Curves, drawn as SVG.</summary>
public static class LineChart
{
    private const int Width = 400, Height = 250, Left = 36, Right = 14, Top = 12, Bottom = 42;

    // More points than pixels only blur a curve: neighbours are averaged.
    private const int MostPoints = 160;

    /// <param name="low">Ends of the value axis, given so that neighbouring charts compare.</param>
    public static Markup Draw(string description, IReadOnlyList<Line> lines, double low, double high, double last, string axis)
    {
        var x = Scale.Tight(0, last, Left, Width - Right, ticks: 4);
        var y = Scale.Tight(low, high, Height - Bottom, Top, ticks: 5);
        var grid = y.Ticks.Select(tick => Markup.Of(
            $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y.At(tick):F1}" y2="{y.At(tick):F1}"/><text class="tick" text-anchor="end" x="{Left - 8}" y="{y.At(tick) + 4:F1}">{Label(tick, y.Digits)}</text>"""));
        var steps = x.Ticks.Select(tick => Markup.Of(
            $"""<text class="tick" text-anchor="middle" x="{x.At(tick):F1}" y="{Height - Bottom + 18}">{Numbers.Abbreviated(tick)}</text>"""));
        return Markup.Of(
            $"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{description}">
            {grid}<line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>{steps}
            <text class="axis-name" text-anchor="end" x="{Width - Right}" y="{Height - 6}">{axis}</text>
            {lines.Select(line => Curve(line, x, y))}
            </svg>
            """);
    }

    private static Markup Curve(Line line, Scale x, Scale y)
    {
        var points = Thinned(line.Points);
        if (points.Count == 0)
            return Markup.Empty;
        var path = new StringBuilder();
        foreach (var (step, value) in points)
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x.At(step):F1} {y.At(value):F1}");
        var marks = line.Marked ? points.Select(p => Markup.Of($"""<circle class="mark {line.Style}" cx="{x.At(p.X):F1}" cy="{y.At(p.Y):F1}" r="2.6"/>""")) : [];
        return Markup.Of($"""<path class="curve {line.Style}" d="{path.ToString()}"/>{marks}""");
    }

    private static IReadOnlyList<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points)
    {
        var each = (points.Count + MostPoints - 1) / MostPoints;
        return each <= 1 ? points : [.. points.Chunk(each).Select(chunk => (chunk.Average(p => p.X), chunk.Average(p => p.Y)))];
    }

    private static string Label(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
