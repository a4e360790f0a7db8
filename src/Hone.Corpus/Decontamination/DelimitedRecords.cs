using System.Globalization;
using System.Text;
using Hone.Core.Documents;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// Rows of CSV or TSV as benchmarks have them: a quote counts only at a field's start, and one that is never closed is a character
/// like any other, since many tables are written without quoting. A row is a record, its columns are its fields.
/// </summary>
internal static class DelimitedRecords
{
    private const int MaxBytes = 1 << 30;
    private const int MaxQuoted = 1 << 20;

    public static IEnumerable<IReadOnlyList<BenchmarkText>> Read(string path, string relative, char separator)
    {
        string text = Encoding.UTF8.GetString(InputFile.ReadAll(path, MaxBytes));
        int row = 0;
        for (int at = text.StartsWith('\uFEFF') ? 1 : 0; at < text.Length;)
        {
            row++;
            var fields = new List<BenchmarkText>();
            bool more = true;
            while (more)
            {
                string field = Field(text, separator, ref at, out more);
                fields.Add(new BenchmarkText(string.Create(CultureInfo.InvariantCulture, $"{relative}:{row}"), string.Create(CultureInfo.InvariantCulture, $"{fields.Count + 1}"), field));
            }
            yield return fields;
        }
    }

    /// <param name="at">Moves behind the separator or the line's end.</param>
    /// <param name="more">Whether another field of the row follows.</param>
    private static string Field(string text, char separator, ref int at, out bool more)
    {
        var field = new StringBuilder();
        if (at < text.Length && text[at] == '"' && ClosingQuote(text, separator, at) is { } close)
        {
            field.Append(text, at + 1, close - at - 1).Replace("\"\"", "\"");
            at = close + 1;
        }
        int end = at;
        while (end < text.Length && text[end] != separator && text[end] != '\n')
            end++;
        field.Append(text, at, end - at);
        more = end < text.Length && text[end] == separator;
        at = end + 1;
        return field.ToString();
    }

    private static int? ClosingQuote(string text, char separator, int open)
    {
        int last = Math.Min(text.Length, open + MaxQuoted);
        for (int i = open + 1; i < last; i++)
        {
            if (text[i] != '"')
                continue;
            if (i + 1 == text.Length || text[i + 1] == separator || text[i + 1] is '\n' or '\r')
                return i;
            if (text[i + 1] != '"')
                return null;
            i++;
        }
        return null;
    }
}
