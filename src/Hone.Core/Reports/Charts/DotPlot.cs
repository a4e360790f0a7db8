using System.Globalization;

namespace Hone.Core.Reports.Charts;

/// <summary>A value with its interval; Style names colour, Shape tells arms apart without colour.</summary>
public sealed record Dot(string Label, string Style, int Shape, double Value, double Low, double High, string Text);

/// <summary>A row group: what is measured, and reference values drawn as ticks across it.</summary>
public sealed record DotGroup(string Title, IReadOnlyList<Dot> Dots, IReadOnlyList<(string Label, double Value)> References);

/// <summary>Values with their intervals on one axis, drawn as SVG: what differs can be seen to differ.</summary>
public static class DotPlot
{
    private const int Width = 760, Left = 168, Right = 118, RowHeight = 30, TitleHeight = 34, Bottom = 46;

    /// <param name="zero">A value the eye should compare with (no change); null for none.</param>
    public static Markup Draw(string description, string axis, IReadOnlyList<DotGroup> groups, double? zero)
    {
        var all = groups.SelectMany(g => g.Dots.SelectMany(d => new[] { d.Low, d.High, d.Value }).Concat(g.References.Select(r => r.Value)))
            .Concat(zero is { } z ? [z] : []).ToArray();
        var x = Scale.Round(all.Min(), all.Max(), Left, Width - Right, ticks: 7);
        var height = groups.Sum(g => TitleHeight + (g.Dots.Count * RowHeight)) + Bottom;
        var floor = height - Bottom + 8;
        var grid = x.Ticks.Select(tick => Markup.Of(
            $"""<line class="grid" x1="{x.At(tick):F1}" x2="{x.At(tick):F1}" y1="10" y2="{floor}"/><text class="tick" text-anchor="middle" x="{x.At(tick):F1}" y="{floor + 17}">{Label(tick, x.Digits)}</text>"""));
        return Markup.Of(
            $"""
            <svg class="chart" viewBox="0 0 {Width} {height}" role="img" aria-label="{description}">
            {grid}{(zero is { } at ? Markup.Of($"""<line class="zero" x1="{x.At(at):F1}" x2="{x.At(at):F1}" y1="10" y2="{floor}"/>""") : Markup.Empty)}
            <text class="axis-name" text-anchor="middle" x="{(Left + Width - Right) / 2}" y="{height - 4}">{axis}</text>
            {Groups(groups, x)}
            </svg>
            """);
    }

    private static IEnumerable<Markup> Groups(IReadOnlyList<DotGroup> groups, Scale x)
    {
        var y = 0;
        foreach (var group in groups)
        {
            yield return Markup.Of($"""<text class="row-title" x="0" y="{y + 24}">{group.Title}</text>""");
            var top = y + TitleHeight;
            foreach (var (label, value) in group.References)
                yield return Markup.Of($"""<line class="reference" x1="{x.At(value):F1}" x2="{x.At(value):F1}" y1="{top - 8}" y2="{top + (group.Dots.Count * RowHeight) - 4}"/><text class="reference-name" text-anchor="middle" x="{x.At(value):F1}" y="{top - 13}">{label}</text>""");
            foreach (var dot in group.Dots)
            {
                yield return Row(dot, x, top + 12);
                top += RowHeight;
            }
            y = top;
        }
    }

    private static Markup Row(Dot dot, Scale x, double y) => Markup.Of(
        $"""
        <text class="row-name" x="12" y="{y + 4.5:F1}">{dot.Label}</text>
        <line class="span {dot.Style}" x1="{x.At(dot.Low):F1}" x2="{x.At(dot.High):F1}" y1="{y:F1}" y2="{y:F1}"/>
        {Mark(dot, x.At(dot.Value), y)}<text class="row-value" x="{Width - Right + 14}" y="{y + 4.5:F1}">{dot.Text}</text>
        """);

    private static Markup Mark(Dot dot, double x, double y) => dot.Shape switch
    {
        0 => Markup.Of($"""<circle class="mark {dot.Style}" cx="{x:F1}" cy="{y:F1}" r="5.5"/>"""),
        1 => Markup.Of($"""<path class="mark {dot.Style}" d="M{x:F1} {y - 6.5:F1}L{x + 6.5:F1} {y:F1}L{x:F1} {y + 6.5:F1}L{x - 6.5:F1} {y:F1}Z"/>"""),
        _ => Markup.Of($"""<rect class="mark {dot.Style}" x="{x - 5:F1}" y="{y - 5:F1}" width="10" height="10"/>"""),
    };

    private static string Label(double value, int digits) =>
        value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
