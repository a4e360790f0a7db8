using System.Text;

namespace Hone.Corpus.Sources.Files;

/// <summary>Rows of cells as a Markdown table, the first row as its head. Columns and rows without any text are left out.</summary>
internal static class MarkdownTable
{
    public static string Render(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] told = [.. rows.Where(row => row.Any(cell => !string.IsNullOrWhiteSpace(cell)))];
        int width = told.Length == 0 ? 0 : told.Max(row => row.Count);
        int[] columns = [.. Enumerable.Range(0, width).Where(c => told.Any(row => c < row.Count && !string.IsNullOrWhiteSpace(row[c])))];
        var text = new StringBuilder();
        for (int r = 0; r < told.Length; r++)
        {
            foreach (int c in columns)
                text.Append("| ").Append(c < told[r].Count ? Cell(told[r][c]) : "").Append(' ');
            text.Append("|\n");
            if (r == 0)
                text.Append(string.Concat(Enumerable.Repeat("|---", columns.Length))).Append("|\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    private static string Cell(string text) => MarkdownBuilder.OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
}
