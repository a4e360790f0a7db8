using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources;

/// <summary>What readers of structured sources need to write sentences.</summary>
internal static partial class Prose
{
    /// <summary>Hard-wrapped text with its lines joined to paragraphs. Lists, headings, tables, quotes, indented and fenced lines stay.</summary>
    public static string? Reflow(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var flowed = new StringBuilder();
        bool fenced = false, open = false;
        foreach (string raw in text.ReplaceLineEndings("\n").Trim('\n').Split('\n'))
        {
            string line = raw.TrimEnd();
            bool fence = line.AsSpan().TrimStart().StartsWith("```");
            bool kept = fenced || fence || StandsAlone().IsMatch(line);
            if (flowed.Length > 0)
                flowed.Append(open && !kept && line.Length > 0 ? ' ' : '\n');
            flowed.Append(kept ? line : line.Trim());
            fenced ^= fence;
            // What continues a list item is joined to it.
            open = line.Length > 0 && !fenced && !fence && !Verbatim().IsMatch(line);
        }
        return ManyLines().Replace(flowed.ToString(), "\n\n").Trim();
    }

    /// <summary>Text on one line that ends like a sentence.</summary>
    public static string? Sentence(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : MarkdownBuilder.Sentence(MarkdownBuilder.OneLine(text));

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words, string conjunction = "and") => words switch
    {
        [] => "",
        [var only] => only,
        _ => $"{string.Join(", ", words.SkipLast(1))} {conjunction} {words[^1]}",
    };

    /// <summary>"2021-03-04" of "2021-03-04T05:06:07Z" or "2021/03/04", or null.</summary>
    public static string? IsoDate(string? text)
    {
        if (text is not { Length: >= 8 })
            return null;
        string day = text.Split('T', ' ')[0].Replace('/', '-');
        return DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Text of a web page as text: paragraphs flow, links become their words, footnote marks and citations go.</summary>
    public static string? Tidy(string? text) => text is null ? null : Reflow(WithoutLinks(text));

    /// <summary>An address that only a reader of the page can follow says nothing.</summary>
    public static string WithoutLinks(string text)
    {
        string plain = Footnote().Replace(text, m => m.Value[0] == '.' || m.Value[^1] == '.' ? "." : "");
        return Link().Replace(Anchor().Replace(Citation().Replace(plain, ""), "$1"), "$1");
    }

    /// <summary>List items, headings, table rows, quotes and lines indented like code.</summary>
    [GeneratedRegex(@"^(?:\s*(?:[-*+•]\s|\d{1,3}[.)]\s|#{1,6}\s|\||>)| {4}|\t)")]
    private static partial Regex StandsAlone();

    /// <summary>Of those, what takes no continuation.</summary>
    [GeneratedRegex(@"^(?:\s*(?:#{1,6}\s|\||>)| {4}|\t)")]
    private static partial Regex Verbatim();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();

    [GeneratedRegex(@"(?<!!)\[([^\[\]\n]{1,500})\]\((?:[^()\s]|\([^()\s]*\)){1,2000}\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<a\s[^<>]{0,1000}>([^<>]{0,1000})</a>")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"[ ]?\(Citation:[^()]{0,300}\)")]
    private static partial Regex Citation();

    /// <summary>"&lt;sup&gt;[Report 2022]&lt;/sup&gt;", also inside a Markdown reference, with the stops around it.</summary>
    [GeneratedRegex(@"\.?(?:[ ]?\[?<sup>(?>(?:[^<]|<(?!/sup>)){0,300})</sup>(?:\]\[\d{1,3}\]|\]\([^()\s]{0,1000}\))?)+\.?")]
    private static partial Regex Footnote();
}
