using System.Globalization;
using System.Text;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Files.Tables;

/// <summary>The columns of a table, and which of them hold a row's text, title, id and date, as the source's options say.</summary>
internal sealed class TableColumns
{
    private const int MaxNameLength = 60;

    public static readonly string[] Options = ["text", "title", "id", "date", "header"];

    private readonly IReadOnlyList<string> _names;
    private readonly int _text = -1;
    private readonly int _title = -1;
    private readonly int _id = -1;
    private readonly int _date = -1;

    private TableColumns(IReadOnlyList<string> names, SourceReference reference, string path)
    {
        _names = names;
        _text = Column("text");
        _title = Column("title");
        _id = Column("id");
        _date = Column("date");

        int Column(string option)
        {
            if (!reference.Options.TryGetValue(option, out string? name))
                return -1;
            int column = names.ToList().FindIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
            return column >= 0 ? column : throw new UserError($"{path}: no column '{name}'", names.Count > 0 ? $"Its columns are {string.Join(", ", names)}." : "It has no header.");
        }
    }

    public bool HasNames => _names.Count > 0;

    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether the options ask for a document a row.</summary>
    public static bool AskedFor(SourceReference reference) => reference.Options.Keys.Any(key => key != "header");

    /// <summary>From the first row if it is a header: as the options say, or else as it looks.</summary>
    public static TableColumns Find(IReadOnlyList<string> first, IReadOnlyList<string>? second, SourceReference reference, string path)
    {
        bool header = reference.Options.TryGetValue("header", out string? said) ? said is not ("no" or "false" or "0") : AskedFor(reference) || LooksLikeHeader(first, second);
        return new TableColumns(header ? [.. first.Select(name => MarkdownBuilder.OneLine(name.TrimStart('\uFEFF')))] : [], reference, path);
    }

    /// <summary>Short different words, no numbers or dates, and something below them.</summary>
    public static bool LooksLikeHeader(IReadOnlyList<string> first, IReadOnlyList<string>? second)
    {
        string[] filled = [.. first.Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
        return second is not null && filled.Length > 0 && filled.Length * 5 >= first.Count * 4
            && filled.Distinct(StringComparer.OrdinalIgnoreCase).Count() >= filled.Length * 0.8
            && filled.All(cell => cell.Length <= MaxNameLength && cell.Any(char.IsLetter) && !cell.Contains('\n') && StatedDate.Parse(cell) is null
                && !double.TryParse(cell, NumberStyles.Any, CultureInfo.InvariantCulture, out _) && !cell.Contains("://", StringComparison.Ordinal));
    }

    public string? Id(IReadOnlyList<string> fields) => Field(fields, _id);

    /// <summary>The row as a document: title, the other columns by name, the text.</summary>
    public Document Tell(Document document, IReadOnlyList<string> fields)
    {
        string? title = Field(fields, _title);
        var markdown = new MarkdownBuilder();
        if (title is not null)
            markdown.Heading(1, title);
        markdown.Paragraph(Head(fields)).Paragraph(Field(fields, _text));
        return document with { Text = markdown.ToString(), Title = title is null ? null : MarkdownBuilder.OneLine(title), Date = StatedDate.Parse(Field(fields, _date)) };
    }

    /// <summary>The columns that are neither title nor text, each on its line.</summary>
    private string Head(IReadOnlyList<string> fields)
    {
        if (!HasNames)
            return string.Join(", ", fields.Where(field => !string.IsNullOrWhiteSpace(field)).Select(MarkdownBuilder.OneLine));
        var lines = new StringBuilder();
        for (int i = 0; i < fields.Count; i++)
            if (i != _title && i != _text && !string.IsNullOrWhiteSpace(fields[i]))
                lines.Append(i < _names.Count && _names[i].Length > 0 ? $"{_names[i]}: " : "").Append(Indented(fields[i].Trim())).Append('\n');
        return lines.ToString();
    }

    private static string Indented(string value) => value.ReplaceLineEndings("\n  ");

    private static string? Field(IReadOnlyList<string> fields, int column) =>
        column >= 0 && column < fields.Count && !string.IsNullOrWhiteSpace(fields[column]) ? fields[column].Trim() : null;
}
