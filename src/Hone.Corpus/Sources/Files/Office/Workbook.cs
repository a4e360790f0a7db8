using System.Text;
using System.Xml;

namespace Hone.Corpus.Sources.Files.Office;

/// <summary>A filled cell: its column, counted from 0, and what it shows.</summary>
internal readonly record struct SheetCell(int Column, string Text);

/// <summary>A row that has a filled cell, and its number in the sheet.</summary>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells);

/// <summary>An Excel workbook's visible sheets and their visible cells, values as a person sees them (ECMA-376 part 1, chapter 18).</summary>
internal sealed class Workbook
{
    private const int MaxColumns = 16_384;

    private readonly List<string> _strings = [];
    private readonly CellFormats _formats;
    private readonly bool _from1904;

    private Workbook(OfficePackage package, Dictionary<string, (string Type, string Target)> relations, List<(string, string)> sheets, bool from1904)
    {
        Sheets = sheets;
        _from1904 = from1904;
        _formats = CellFormats.Read(package, OfficePackage.Related(relations, "styles"));
        using XmlReader? reader = package.Open(OfficePackage.Related(relations, "sharedStrings"));
        if (reader?.MoveToContent() == XmlNodeType.Element)
            foreach (string name in reader.Children())
                if (name == "si")
                    _strings.Add(RichText(reader));
    }

    public IReadOnlyList<(string Name, string Part)> Sheets { get; }

    public static Workbook Read(OfficePackage package)
    {
        string main = package.MainPart("xl/workbook.xml");
        Dictionary<string, (string Type, string Target)> relations = package.Relations(main);
        using XmlReader reader = package.Open(main) ?? throw new InvalidDataException("it holds no workbook");
        var sheets = new List<(string, string)>();
        bool from1904 = false;
        reader.MoveToContent();
        foreach (string name in reader.Children())
            if (name == "workbookPr")
                from1904 = reader.Attribute("date1904") is "1" or "true";
            else if (name == "sheets")
                foreach (string sheet in reader.Children())
                    if (sheet == "sheet" && reader.Attribute("state") is null or "visible" && relations.TryGetValue(reader.Attribute("id") ?? "", out var target) && target.Type.EndsWith("/worksheet", StringComparison.Ordinal))
                        sheets.Add((reader.Attribute("name") ?? "Sheet", target.Target));
        return new Workbook(package, relations, sheets, from1904);
    }

    public IEnumerable<SheetRow> Rows(OfficePackage package, string part)
    {
        using XmlReader? reader = package.Open(part);
        if (reader?.MoveToContent() != XmlNodeType.Element)
            yield break;
        var hidden = new List<(int From, int To)>();
        int number = 0;
        foreach (string name in reader.Children())
            if (name == "cols")
                hidden.AddRange(HiddenColumns(reader));
            else if (name == "sheetData")
                foreach (string row in reader.Children())
                {
                    number = int.TryParse(reader.Attribute("r"), out int stated) ? stated : number + 1;
                    bool shown = row == "row" && reader.Attribute("hidden") is not ("1" or "true");
                    if (shown && ReadRow(reader, hidden) is { Count: > 0 } cells)
                        yield return new SheetRow(number, cells);
                }
    }

    private static IEnumerable<(int, int)> HiddenColumns(XmlReader reader)
    {
        foreach (string _ in reader.Children())
            if (reader.Attribute("hidden") is "1" or "true" && int.TryParse(reader.Attribute("min"), out int from) && int.TryParse(reader.Attribute("max"), out int to))
                yield return (from - 1, to - 1);
    }

    private List<SheetCell> ReadRow(XmlReader reader, List<(int From, int To)> hidden)
    {
        var cells = new List<SheetCell>();
        int column = -1;
        foreach (string name in reader.Children())
        {
            if (name != "c")
                continue;
            column = ColumnOf(reader.Attribute("r")) ?? column + 1;
            string text = ReadCell(reader).Trim();
            if (text.Length > 0 && column < MaxColumns && !hidden.Exists(range => column >= range.From && column <= range.To))
                cells.Add(new SheetCell(column, text));
        }
        return cells;
    }

    private string ReadCell(XmlReader reader)
    {
        string type = reader.Attribute("t") ?? "n";
        int style = int.TryParse(reader.Attribute("s"), out int index) ? index : 0;
        string value = "", inline = "";
        foreach (string name in reader.Children())
            if (name == "v")
                value = reader.Content();
            else if (name == "is")
                inline = RichText(reader);
        return type switch
        {
            "s" => int.TryParse(value, out int at) && at >= 0 && at < _strings.Count ? _strings[at] : "",
            "inlineStr" => inline,
            "b" => value == "1" ? "TRUE" : "FALSE",
            "e" => "",
            "n" => _formats.Show(value, style, _from1904),
            _ => value,
        };
    }

    /// <summary>The runs of a string, without the reading aids of East Asian text.</summary>
    private static string RichText(XmlReader reader)
    {
        var text = new StringBuilder();
        foreach (string name in reader.Children())
            if (name == "t")
                text.Append(reader.Content());
            else if (name == "r")
                foreach (string child in reader.Children())
                    if (child == "t")
                        text.Append(reader.Content());
        return text.ToString();
    }

    /// <summary>"AB12" is column 27.</summary>
    private static int? ColumnOf(string? reference)
    {
        int column = 0, i = 0;
        for (; reference is not null && i < Math.Min(3, reference.Length) && char.IsAsciiLetter(reference[i]); i++)
            column = (column * 26) + (char.ToUpperInvariant(reference[i]) - 'A' + 1);
        return i == 0 ? null : column - 1;
    }
}
