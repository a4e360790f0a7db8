using Hone.Core.Documents;
using Hone.Corpus.Sources.Files.Office;

namespace Hone.Corpus.Sources.Files.Tables;

/// <summary>
/// The rows of one sheet as documents. Lines that stand alone above the table are its preface; the first row of several short
/// words is its header.
/// </summary>
internal sealed class SheetDocuments(SourceReference reference, Document sheet, UniqueIds ids)
{
    private const int ChunkCharacters = 16_000;
    private const int ChunkRows = 500;
    private const int PrefaceRows = 20;
    private const int LongCell = 120;
    private const int ManyColumns = 12;

    private readonly List<string> _preface = [];
    private TableColumns? _columns;
    private int[] _places = [];

    public IEnumerable<Document> Of(IReadOnlyList<SheetRow> rows)
    {
        int begin = FindTable(rows);
        if (begin == rows.Count)
        {
            if (_preface.Count > 0)
                yield return sheet with { Text = string.Join("\n\n", [$"# {sheet.Title}", .. _preface]) };
            yield break;
        }
        if (TableColumns.AskedFor(reference))
        {
            foreach (SheetRow row in rows.Skip(begin))
                yield return TellRow(row);
            yield break;
        }
        for (int at = begin; at < rows.Count;)
        {
            int size = 0, end = at;
            while (end < rows.Count && end - at < ChunkRows && (size += rows[end].Cells.Sum(cell => cell.Text.Length)) < ChunkCharacters)
                end++;
            end = Math.Max(end, at + 1);
            yield return TellChunk([.. rows.Skip(at).Take(end - at)], first: at == begin);
            at = end;
        }
    }

    /// <summary>Reads preface and header; gives the index of the first row below them.</summary>
    private int FindTable(IReadOnlyList<SheetRow> rows)
    {
        int at = 0;
        while (at < Math.Min(PrefaceRows, rows.Count) && rows[at].Cells.Count == 1)
            at++;
        if (at == PrefaceRows && rows.Count > PrefaceRows)
            at = 0; // a list of one column, not a preface
        _preface.AddRange(rows.Take(at).Select(row => row.Cells[0].Text));
        if (at == rows.Count)
            return at;
        _places = [.. rows[at].Cells.Select(cell => cell.Column)];
        _columns = TableColumns.Find([.. rows[at].Cells.Select(cell => cell.Text)], at + 1 < rows.Count ? Aligned(rows[at + 1].Cells) : null, reference, sheet.Id);
        return _columns.HasNames ? at + 1 : at;
    }

    /// <summary>The cells in the header's columns, then any others.</summary>
    private List<string> Aligned(IReadOnlyList<SheetCell> cells)
    {
        var fields = new List<string>();
        foreach (int place in _places)
            fields.Add(cells.FirstOrDefault(cell => cell.Column == place).Text ?? "");
        fields.AddRange(cells.Where(cell => Array.BinarySearch(_places, cell.Column) < 0).Select(cell => cell.Text));
        return fields;
    }

    private Document TellRow(SheetRow row)
    {
        List<string> fields = Aligned(row.Cells);
        string? id = _columns?.Id(fields);
        Document document = sheet with { Id = ids.Take(id, $"{sheet.Id}:{row.Number}") };
        return _columns?.Tell(document, fields) ?? document;
    }

    private Document TellChunk(IReadOnlyList<SheetRow> rows, bool first)
    {
        var markdown = new MarkdownBuilder().Heading(1, sheet.Title ?? "");
        if (first)
            foreach (string line in _preface)
                markdown.Paragraph(line);
        bool named = _columns?.HasNames == true;
        bool records = named && (_places.Length > ManyColumns || rows.Any(row => row.Cells.Any(cell => cell.Text.Length > LongCell)));
        if (records)
            foreach (SheetRow row in rows)
                WriteRecord(markdown, Aligned(row.Cells));
        else if (named)
            markdown.Paragraph(MarkdownTable.Render([_columns?.Names ?? [], .. rows.Select(row => Aligned(row.Cells))]));
        else
            markdown.Paragraph(MarkdownTable.Render([.. Dense(rows)]));
        return sheet with { Id = first ? sheet.Id : $"{sheet.Id}:{rows[0].Number}", Text = markdown.ToString() };
    }

    private void WriteRecord(MarkdownBuilder markdown, List<string> fields)
    {
        int title = fields.FindIndex(field => field.Length > 0);
        markdown.Heading(2, fields[title]);
        for (int i = title + 1; i < fields.Count; i++)
            if (fields[i].Length > 0)
                markdown.Item(i < _places.Length ? $"{_columns?.Names[i]}: {fields[i]}" : fields[i]);
    }

    /// <summary>Rows without a header, each column of the chunk that has a cell at its place.</summary>
    private static IEnumerable<IReadOnlyList<string>> Dense(IReadOnlyList<SheetRow> rows)
    {
        int[] columns = [.. rows.SelectMany(row => row.Cells).Select(cell => cell.Column).Distinct().Order()];
        foreach (SheetRow row in rows)
        {
            var byColumn = row.Cells.DistinctBy(cell => cell.Column).ToDictionary(cell => cell.Column, cell => cell.Text);
            yield return [.. columns.Select(column => byColumn.GetValueOrDefault(column, ""))];
        }
    }
}
