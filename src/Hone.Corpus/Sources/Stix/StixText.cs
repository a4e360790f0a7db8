using System.Net;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Stix;

/// <summary>
/// ATT&amp;CK's descriptions without what only a web page needs: citations go, links keep their words (a technique's keeps its id
/// too, which is the knowledge in it), code becomes Markdown code.
/// </summary>
internal static partial class StixText
{
    public static string? Clean(string? text)
    {
        if (text is null)
            return null;
        string clean = Citation().Replace(text, "");
        clean = Link().Replace(clean, KeepWords);
        clean = Tag().Replace(clean, tag => tag.Groups["name"].Value is "code" or "pre" ? "`" : tag.Groups["name"].Value is "br" or "p" ? "\n" : "");
        clean = clean.Replace("&lbrace;", "{", StringComparison.Ordinal).Replace("&rbrace;", "}", StringComparison.Ordinal);
        clean = Spaces().Replace(WebUtility.HtmlDecode(clean).Replace("``", "`", StringComparison.Ordinal), " ");
        clean = SpaceBeforeStop().Replace(clean, "$1").Trim();
        return clean.Length > 0 ? clean : null;
    }

    /// <summary>"2021-03-01T05:00:00.000Z" as "2021-03".</summary>
    public static string? Month(string? time) => time is { Length: >= 7 } && time[4] == '-' ? time[..7] : null;

    private static string KeepWords(Match link)
    {
        string words = link.Groups["words"].Value;
        Match technique = TechniqueAddress().Match(link.Groups["url"].Value);
        if (!technique.Success)
            return words;
        string id = technique.Groups["id"].Value + (technique.Groups["sub"].Success ? "." + technique.Groups["sub"].Value : "");
        return words.Contains(id, StringComparison.Ordinal) ? words : $"{words} ({id})";
    }

    [GeneratedRegex(@"[ ]?\(Citation:(?:[^()]|\([^()]*\))*\)")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\[(?<words>[^\[\]]{1,500})\]\((?<url>(?:https?://|/)(?:[^()\s]|\([^()\s]*\))*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"/techniques/(?<id>T\d{4})(?:[/.](?<sub>\d{3}))?/?$")]
    private static partial Regex TechniqueAddress();

    [GeneratedRegex(@"</?(?<name>code|pre|br|p|u|b|i|em|strong)\s*/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<=[^\\s]) {2,}(?! *[-*] )")]
    private static partial Regex Spaces();

    /// <summary>What a citation between a sentence and its stop leaves.</summary>
    [GeneratedRegex(@" +([.,;])(?=\s|$)")]
    private static partial Regex SpaceBeforeStop();
}
