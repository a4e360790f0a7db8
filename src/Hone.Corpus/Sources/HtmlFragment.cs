using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources;

/// <summary>
/// The HTML that CWE and CAPEC put into their texts, as Markdown. Only the tags those catalogues use for layout are understood;
/// anything else in angle brackets is an attack's own text and is kept. White space means nothing except where a tag makes a line.
/// </summary>
internal static partial class HtmlFragment
{
    public static string ToMarkdown(string html)
    {
        var text = new StringBuilder();
        int at = 0, depth = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            text.Append(Collapse(html[at..tag.Index]));
            at = tag.Index + tag.Length;
            bool closing = tag.Groups["close"].Success;
            string name = tag.Groups["name"].Value;
            if (name is "ul" or "ol")
                depth = Math.Max(0, depth + (closing ? -1 : 1));
            text.Append(Replacement(name, closing, depth));
        }
        text.Append(Collapse(html[at..]));
        return Tidy(WebUtility.HtmlDecode(text.ToString()));
    }

    /// <summary>Program text: lines from br and div, indentation from the margins of nested divs.</summary>
    public static string ToCode(string html)
    {
        var text = new StringBuilder();
        var margins = new Stack<int>();
        int at = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            Append(html[at..tag.Index]);
            at = tag.Index + tag.Length;
            string name = tag.Groups["name"].Value;
            if (name == "div" && tag.Groups["close"].Success)
                margins.TryPop(out _);
            else if (name == "div")
                margins.Push(Margin().Match(tag.Value) is { Success: true } m ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
            if (name is "div" or "br" or "p" or "li")
                text.Append('\n');
        }
        Append(html[at..]);
        return BlankLines().Replace(WebUtility.HtmlDecode(text.ToString()), "\n").Trim('\n');

        void Append(string run)
        {
            string plain = Collapse(run);
            bool lineStart = text.Length == 0 || text[^1] == '\n';
            if (lineStart)
                plain = plain.TrimStart(' ');
            if (plain.Length > 0)
                text.Append(lineStart ? new string(' ', Math.Min(20, margins.Sum()) * 2) : "").Append(plain);
        }
    }

    private static string Replacement(string name, bool closing, int depth) => (name, closing) switch
    {
        ("p" or "div" or "ul" or "ol" or "table", _) => "\n\n",
        ("th", true) => ":",
        ("h2" or "h3" or "h4", false) => "\n\n### ",
        ("h2" or "h3" or "h4", true) => "\n\n",
        ("br", _) => "\n",
        ("li", false) => "\n" + new string(' ', 2 * Math.Max(0, depth - 1)) + "- ",
        ("td", false) => "\n- ",
        ("code", _) => "`",
        _ => "",
    };

    private static string Collapse(string run) => WhiteSpace().Replace(run, " ");

    private static string Tidy(string text)
    {
        string spaced = SpaceAroundLine().Replace(text, "\n");
        string items = EmptyItem().Replace(ItemBreak().Replace(spaced, "$1- "), "");
        return ManyLines().Replace(Reference().Replace(items, ""), "\n\n").Trim();
    }

    [GeneratedRegex(@"<(?<close>/)?(?:xhtml:)?(?<name>p|div|ul|ol|li|br|b|i|em|strong|u|sub|sup|span|code|table|tbody|thead|tr|td|th|h2|h3|h4|img(?=[^<>]*\bxmlns))(?=[\s/>])[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"margin-left:\s*([0-9]{1,2})")]
    private static partial Regex Margin();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\n(?:[ \t]*\n)+")]
    private static partial Regex BlankLines();

    /// <summary>Spaces at line ends; those at line starts indent list items and stay before '-'.</summary>
    [GeneratedRegex(@"[ \t]*\n(?:[ \t]+(?![ \t]*- ))?")]
    private static partial Regex SpaceAroundLine();

    /// <summary>A paragraph inside a list item begins on the item's own line.</summary>
    [GeneratedRegex(@"(?m)^( *)-[ \t]*\n(?>\s*)(?!- )")]
    private static partial Regex ItemBreak();

    [GeneratedRegex(@"(?m)^ *- *$\n?")]
    private static partial Regex EmptyItem();

    /// <summary>Numbers of a reference list that is not told.</summary>
    [GeneratedRegex(@" ?\[REF-\d+\]")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}
