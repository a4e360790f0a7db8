using System.Text;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>The text of word/document.xml as Markdown (ECMA-376 part 1, chapter 17).</summary>
internal sealed class WordText
{
    private const int MaxDepth = 40;

    private readonly WordStyles _styles;
    private readonly WordLists _lists;
    private readonly MarkdownBuilder _markdown = new();
    private readonly List<string> _code = [];
    private readonly WordRuns _runs;

    private WordText(WordStyles styles, WordLists lists)
    {
        _styles = styles;
        _lists = lists;
        _runs = new WordRuns(styles);
    }

    public string? Title { get; private set; }

    public string Markdown => _markdown.ToString();

    public static WordText Read(OfficePackage package)
    {
        string main = package.MainPart("word/document.xml");
        Dictionary<string, (string Type, string Target)> relations = package.Relations(main);
        using XmlReader reader = package.Open(main) ?? throw new InvalidDataException("it holds no Word document");
        var text = new WordText(
            WordStyles.Read(package, OfficePackage.Related(relations, "styles")),
            WordLists.Read(package, OfficePackage.Related(relations, "numbering")));
        reader.MoveToContent();
        text.ReadBlocks(reader, 0);
        text.EndCode();
        text.ReadNotes(package, OfficePackage.Related(relations, "footnotes"), "footnote", "");
        text.ReadNotes(package, OfficePackage.Related(relations, "endnotes"), "endnote", "e");
        return text;
    }

    private void ReadBlocks(XmlReader reader, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (string name in reader.Children())
            if (name == "p")
                Write(_runs.ReadParagraph(reader));
            else if (name == "tbl")
                WriteTable(ReadTable(reader, depth));
            else if (WordRuns.IsTransparent(name) && !(name == "sdtPr"))
                ReadBlocks(reader, depth + 1);
    }

    private void Write(WordParagraph paragraph)
    {
        string text = paragraph.Text.Trim();
        int level = paragraph.Outline ?? _styles.HeadingLevel(paragraph.Style);
        if (_styles.IsContents(paragraph.Style) || _styles.IsHidden(paragraph.Style))
            return;
        if (level == 0 && (paragraph.Mono || _styles.IsCode(paragraph.Style)))
        {
            _code.Add(paragraph.Text);
            return;
        }
        EndCode();
        if (text.Length == 0)
            return;
        WordList list = paragraph.List.Id is null ? paragraph.List with { Id = _styles.ListId(paragraph.Style) } : paragraph.List;
        if (level > 0)
            WriteHeading(text, level, paragraph.Style);
        else if (list.Id is not (null or "0"))
            _markdown.Item(text, _lists.Marker(list), list.Level);
        else if (_styles.IsQuote(paragraph.Style))
            _markdown.Paragraph("> " + text.Replace("\n", "\n> ", StringComparison.Ordinal));
        else
            _markdown.Paragraph(text);
    }

    private void WriteHeading(string text, int level, string? style)
    {
        if (Title is null && (level == 1 || _styles.IsTitle(style)))
            Title = MarkdownBuilder.OneLine(text);
        _markdown.Heading(level, text);
    }

    private void EndCode()
    {
        _markdown.Code(null, string.Join('\n', _code));
        _code.Clear();
    }

    private void WriteTable(List<List<string>> rows)
    {
        EndCode();
        // A table of one column is a box around text.
        if (rows.Count > 0 && rows.Max(row => row.Count) == 1)
            foreach (List<string> row in rows)
                _markdown.Paragraph(row[0]);
        else
            _markdown.Paragraph(MarkdownTable.Render(rows));
    }

    private List<List<string>> ReadTable(XmlReader reader, int depth)
    {
        var rows = new List<List<string>>();
        foreach (string name in reader.Children())
            if (name == "tr")
                rows.Add(ReadRow(reader, depth));
            else if (name is "sdt" or "sdtContent" or "ins" or "customXml")
                rows.AddRange(ReadTable(reader, depth));
        rows.RemoveAll(row => row.Count == 0);
        return rows;
    }

    private List<string> ReadRow(XmlReader reader, int depth)
    {
        var cells = new List<string>();
        bool deleted = false;
        foreach (string name in reader.Children())
            if (name == "tc")
                cells.Add(ReadCell(reader, depth));
            else if (name is "sdt" or "sdtContent")
                cells.AddRange(ReadRow(reader, depth));
            else if (name == "trPr")
                foreach (string property in reader.Children())
                    deleted |= property == "del";
        return deleted ? [] : cells;
    }

    private string ReadCell(XmlReader reader, int depth)
    {
        var text = new StringBuilder();
        if (depth < MaxDepth)
            foreach (string name in reader.Children())
                if (name == "p")
                    AppendLine(_runs.ReadParagraph(reader, inTable: true).Text);
                else if (name == "tbl")
                    foreach (List<string> row in ReadTable(reader, depth + 1))
                        AppendLine(string.Join(", ", row));
                else if (WordRuns.IsTransparent(name))
                    AppendLine(ReadCell(reader, depth + 1));
        return text.ToString();

        void AppendLine(string line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                text.Append(text.Length > 0 ? "\n" : "").Append(line.Trim());
        }
    }

    private void ReadNotes(OfficePackage package, string? part, string element, string prefix)
    {
        using XmlReader? reader = package.Open(part);
        if (reader?.MoveToContent() != XmlNodeType.Element)
            return;
        foreach (string name in reader.Children())
            if (name == element && reader.Attribute("type") is null or "normal" && reader.Attribute("id") is { } id && _runs.Notes.Contains(prefix + id) && ReadCell(reader, 0) is { Length: > 0 } text)
                _markdown.Paragraph($"[^{prefix}{id}]: {MarkdownBuilder.OneLine(text)}");
    }
}
