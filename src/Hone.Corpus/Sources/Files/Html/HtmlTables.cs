using System.Globalization;
using AngleSharp.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>Tells tables that hold data from those that only put things in places, as in mails and old pages.</summary>
internal static class HtmlTables
{
    private const int LongCell = 400;
    private const int ShortCell = 80;
    private const int MaxSpan = 50;

    public static IElement[][] Rows(IElement table, Func<IElement, bool> leftOut)
    {
        IEnumerable<IElement> rows = table.Children.Where(child => !leftOut(child))
            .SelectMany(child => child.LocalName is "tbody" or "thead" or "tfoot" ? child.Children : child.LocalName == "tr" ? [child] : Enumerable.Empty<IElement>());
        return [.. rows.Where(row => row.LocalName == "tr" && !leftOut(row)).Select(row => (IElement[])[.. row.Children.Where(cell => cell.LocalName is "td" or "th" && !leftOut(cell))])];
    }

    public static bool IsData(IElement table, IElement[][] rows, string[][] cells)
    {
        if (table.GetAttribute("role") is "presentation" or "none" || rows.Length < 2 || rows.Max(row => row.Length) < 2 || table.GetElementsByTagName("table").Length > 0)
            return false;
        string[] all = [.. cells.SelectMany(row => row)];
        bool parted = all.Any(cell => cell.Contains("\n\n", StringComparison.Ordinal) && cell.Length > LongCell);
        if (parted || table.GetElementsByTagName("pre").Length > 0 || table.GetElementsByTagName("h2").Length > 0)
            return false;
        bool headed = rows.Any(row => row.Any(cell => cell.LocalName == "th"));
        int filled = all.Count(cell => cell.Length > 0);
        return headed || (filled >= all.Length * 0.6 && all.Sum(cell => cell.Length) <= filled * ShortCell && filled >= 4);
    }

    /// <summary>The cells with empty ones where a cell is wider than one column.</summary>
    public static List<IReadOnlyList<string>> Spanned(IElement[][] rows, string[][] cells)
    {
        var spanned = new List<IReadOnlyList<string>>();
        for (int r = 0; r < rows.Length; r++)
        {
            var row = new List<string>();
            for (int c = 0; c < rows[r].Length; c++)
            {
                row.Add(cells[r][c]);
                int span = int.TryParse(rows[r][c].GetAttribute("colspan"), NumberStyles.None, CultureInfo.InvariantCulture, out int stated) ? Math.Min(stated, MaxSpan) : 1;
                row.AddRange(Enumerable.Repeat("", Math.Max(0, span - 1)));
            }
            spanned.Add(row);
        }
        return spanned;
    }

    /// <summary>Program text beside its line numbers.</summary>
    public static bool IsOfCode(IElement table) => table.GetElementsByTagName("pre") is { Length: > 1 } pres && pres.Any(IsGutter) && pres.Any(pre => !IsGutter(pre));

    public static bool IsGutter(IElement pre) => pre.TextContent.All(c => char.IsAsciiDigit(c) || char.IsWhiteSpace(c));
}
