using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources;

/// <summary>Writes the Markdown that readers of structured sources make: headings, paragraphs, lists, code. A heading without a body is left out.</summary>
internal sealed partial class MarkdownBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Level, string Line)> _pending = [];
    private bool _inList;

    public MarkdownBuilder Heading(int level, string text)
    {
        _pending.RemoveAll(heading => heading.Level >= level);
        _pending.Add((level, $"{new string('#', level)} {OneLine(text)}"));
        return this;
    }

    public MarkdownBuilder Paragraph(string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            Block(text.Trim(), list: false);
        return this;
    }

    /// <summary>A list item on one line, however many lines the text has.</summary>
    public MarkdownBuilder Item(string? text, string marker = "-", int depth = 0)
    {
        if (!string.IsNullOrWhiteSpace(text))
            Block($"{new string(' ', 2 * depth)}{marker} {OneLine(text)}", list: true);
        return this;
    }

    public MarkdownBuilder Code(string? language, string code)
    {
        string fence = code.Contains("```", StringComparison.Ordinal) ? "````" : "```";
        if (!string.IsNullOrWhiteSpace(code))
            Block($"{fence}{language}\n{code.Trim('\n')}\n{fence}", list: false);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>A sentence ends with a full stop.</summary>
    public static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' or ':' ? text : text + ".";

    public static string OneLine(string text) => WhiteSpace().Replace(text.Trim(), " ");

    private void Block(string text, bool list)
    {
        foreach ((_, string heading) in _pending)
            Append(heading, tight: false);
        bool first = _pending.Count > 0;
        _pending.Clear();
        Append(text, tight: list && _inList && !first);
        _inList = list;
    }

    private void Append(string text, bool tight)
    {
        if (_text.Length > 0)
            _text.Append(tight ? "\n" : "\n\n");
        _text.Append(text);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
