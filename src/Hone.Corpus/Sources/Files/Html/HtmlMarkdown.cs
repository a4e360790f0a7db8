using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>How a page is read: mails keep the addresses their links lead to, which is where phishing shows.</summary>
internal readonly record struct HtmlReading(bool Links);

/// <summary>Elements as Markdown: headings, paragraphs, lists, quotes, code and tables of data; tables of layout are taken apart.</summary>
internal sealed partial class HtmlMarkdown
{
    private static readonly HashSet<string> _noText =
    [
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "math", "audio", "video", "map", "head", "title", "select", "datalist", "button", "input", "textarea", "del", "s", "strike", "noframes",
    ];

    private static readonly HashSet<string> _blocks =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
        "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "listing", "xmp", "plaintext",
    ];

    private readonly HashSet<IElement> _skipped;
    private readonly HashSet<IElement> _holdBlocks = [];
    private readonly HtmlReading _reading;

    private HtmlMarkdown(HashSet<IElement> skipped, HtmlReading reading)
    {
        _skipped = skipped;
        _reading = reading;
    }

    public static string Of(IElement root, HashSet<IElement> skipped, HtmlReading reading)
    {
        var writer = new HtmlMarkdown(skipped, reading);
        foreach (IElement element in root.GetElementsByTagName("*"))
            if (_blocks.Contains(element.LocalName))
                for (IElement? parent = element.ParentElement; parent is not null && writer._holdBlocks.Add(parent); parent = parent.ParentElement)
                    continue;
        var look = HtmlLook.Page;
        for (IElement? place = root; place is not null; place = place.ParentElement)
            if (place.GetAttribute("style") is not null || place.HasAttribute("bgcolor"))
                look = look with { Ground = HtmlLook.Page.Inside(place).Ground };
        return Join(writer.Blocks(root, look));
    }

    /// <summary>Elements whose text is not the page's.</summary>
    public static bool IsNoText(IElement element) => _noText.Contains(element.LocalName) || HtmlLook.IsHidden(element);

    private static string Join(IEnumerable<string> blocks) => string.Join("\n\n", blocks);

    private List<string> Blocks(IElement element, HtmlLook look)
    {
        var blocks = new List<string>();
        var line = new StringBuilder();
        foreach (INode node in element.ChildNodes)
        {
            if (node is IElement child && !IsLeftOut(child) && (_blocks.Contains(child.LocalName) || _holdBlocks.Contains(child)))
            {
                EndLine();
                blocks.AddRange(Block(child, look.Inside(child)));
            }
            else
            {
                Inline(node, look, line);
            }
        }
        EndLine();
        return blocks;

        void EndLine()
        {
            if (TidyLine(line.ToString()) is { Length: > 0 } text)
                blocks.Add(text);
            line.Clear();
        }
    }

    private List<string> Block(IElement element, HtmlLook look) => element.LocalName switch
    {
        "h1" or "h2" or "h3" or "h4" or "h5" or "h6" => Heading(element, look),
        "pre" or "listing" or "xmp" or "plaintext" => look.IsInvisible ? [] : HtmlCode.Block(element),
        "ul" or "ol" or "dir" or "menu" => List(element, look),
        "blockquote" => [.. Blocks(element, look) is { Count: > 0 } quoted ? (string[])["> " + Indented(Join(quoted), "> ")] : []],
        "dl" => Definitions(element, look),
        "table" => Table(element, look),
        "hr" => [],
        _ => Blocks(element, look),
    };

    private List<string> Heading(IElement element, HtmlLook look)
    {
        string text = MarkdownBuilder.OneLine(InlineText(element, look)).TrimEnd('¶', '#', '§', ' ');
        return text.Length > 0 ? [$"{new string('#', element.LocalName[1] - '0')} {text}"] : [];
    }

    private List<string> List(IElement list, HtmlLook look)
    {
        int number = int.TryParse(list.GetAttribute("start"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int start) ? start : 1;
        var items = new List<string>();
        foreach (IElement item in list.Children)
        {
            if (IsLeftOut(item))
                continue;
            List<string> blocks = item.LocalName is "ul" or "ol" ? List(item, look.Inside(item)) : Blocks(item, look.Inside(item));
            if (blocks.Count == 0)
                continue;
            // A list right below the item's words needs no blank line before it.
            string text = blocks.Aggregate((before, next) => before + (StartsItem(next) ? "\n" : "\n\n") + next);
            string marker = list.LocalName == "ol" ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            items.Add(item.LocalName is "ul" or "ol" ? "  " + Indented(text, "  ") : marker + Indented(text, new string(' ', marker.Length)));
        }
        return items.Count > 0 ? [string.Join('\n', items)] : [];
    }

    /// <summary>Every line after the first with the prefix before it.</summary>
    private static string Indented(string text, string prefix) =>
        text.Replace("\n", "\n" + prefix, StringComparison.Ordinal).Replace($"\n{prefix}\n", $"\n{prefix.TrimEnd()}\n", StringComparison.Ordinal);

    private static bool StartsItem(string text) => text.StartsWith("- ", StringComparison.Ordinal) || NumberedItem().IsMatch(text);

    private List<string> Definitions(IElement list, HtmlLook look)
    {
        var told = new List<string>();
        string term = "";
        foreach (IElement child in list.Children.SelectMany(child => child.LocalName == "div" ? child.Children : (IEnumerable<IElement>)[child]))
        {
            if (IsLeftOut(child))
                continue;
            List<string> blocks = Blocks(child, look.Inside(child));
            if (child.LocalName == "dt")
                term = term.Length > 0 ? $"{term}, {Join(blocks)}" : Join(blocks);
            else if (blocks.Count > 0)
                told.Add($"- {(term.Length > 0 ? MarkdownBuilder.OneLine(term) + ": " : "")}{Indented(Join(blocks), "  ")}");
            if (child.LocalName != "dt")
                term = "";
        }
        return told.Count > 0 ? [string.Join('\n', told)] : [];
    }

    private List<string> Table(IElement table, HtmlLook look)
    {
        IElement[][] rows = HtmlTables.Rows(table, IsLeftOut);
        if (HtmlTables.IsOfCode(table))
            return [.. table.GetElementsByTagName("pre").Where(pre => !HtmlTables.IsGutter(pre)).SelectMany(HtmlCode.Block)];
        string[][] cells = [.. rows.Select(row => (string[])[.. row.Select(cell => Join(Blocks(cell, LookOf(cell))))])];
        if (HtmlTables.IsData(table, rows, cells))
        {
            string caption = table.Children.FirstOrDefault(child => child.LocalName == "caption") is { } title ? MarkdownBuilder.OneLine(InlineText(title, look)) : "";
            return [.. caption.Length > 0 ? (string[])[caption] : [], MarkdownTable.Render(HtmlTables.Spanned(rows, cells))];
        }
        return [.. cells.SelectMany(row => row).Where(cell => cell.Length > 0)];

        HtmlLook LookOf(IElement cell) => cell.ParentElement is { } row ? look.Inside(row).Inside(cell) : look.Inside(cell);
    }

    private bool IsLeftOut(IElement element) => _skipped.Contains(element) || IsNoText(element);

    private string InlineText(IElement element, HtmlLook look)
    {
        var text = new StringBuilder();
        foreach (INode node in element.ChildNodes)
            Inline(node, look, text);
        return text.ToString();
    }

    private void Inline(INode node, HtmlLook look, StringBuilder line)
    {
        if (node is IText { Data: var data })
        {
            if (!look.IsInvisible)
                line.Append(WhiteSpace().Replace(data, " "));
            return;
        }
        if (node is not IElement element || IsLeftOut(element))
            return;
        look = look.Inside(element);
        if (element.LocalName == "br")
            line.Append('\n');
        else if (element.LocalName is "code" or "kbd" or "samp" or "tt" && !_holdBlocks.Contains(element))
            AppendCode(element, look, line);
        else if (element.LocalName == "a" && _reading.Links)
            AppendLink(element, look, line);
        else if (element.LocalName == "sup" && ExponentText().IsMatch(element.TextContent))
            line.Append('^').Append(element.TextContent.Trim());
        else
            foreach (INode child in element.ChildNodes)
                Inline(child, look, line);
        if (_blocks.Contains(element.LocalName))
            line.Append(' ');
    }

    private void AppendCode(IElement element, HtmlLook look, StringBuilder line)
    {
        string code = MarkdownBuilder.OneLine(InlineText(element, look)).Replace("`", "", StringComparison.Ordinal);
        if (code.Length > 0)
            line.Append('`').Append(code).Append('`');
    }

    private void AppendLink(IElement element, HtmlLook look, StringBuilder line)
    {
        string text = InlineText(element, look), address = (element.GetAttribute("href") ?? "").Trim();
        line.Append(text);
        bool told = address.Length is > 0 and < 2_000 && (address.StartsWith("http", StringComparison.OrdinalIgnoreCase) || address.StartsWith("ftp:", StringComparison.OrdinalIgnoreCase));
        if (told && !string.IsNullOrWhiteSpace(text) && !text.Contains(address.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            line.Append(CultureInfo.InvariantCulture, $" ({address})");
    }

    private static string TidyLine(string line) => SpaceAroundBreak().Replace(ManySpaces().Replace(line, " "), "\n").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(" {2,}")]
    private static partial Regex ManySpaces();

    [GeneratedRegex(@" ?\n[ \n]*")]
    private static partial Regex SpaceAroundBreak();

    [GeneratedRegex(@"^[0-9]{1,9}\. ")]
    private static partial Regex NumberedItem();

    [GeneratedRegex(@"^\s*[-+]?[0-9]{1,3}\s*$")]
    private static partial Regex ExponentText();
}
