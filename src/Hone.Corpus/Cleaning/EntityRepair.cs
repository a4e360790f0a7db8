using System.Buffers;
using System.Net;
using System.Text;

namespace Hone.Corpus.Cleaning;

/// <summary>
/// HTML entities that were left in plain text, also escaped several times over ("&amp;amp;amp;"), and apostrophes lost to the replacement
/// character ("don\uFFFDt"). "&amp;lt;" and "&amp;gt;" stay: in security text they are the payload or its cure. So does a line that
/// holds the entity and the character it stands for, which explains it, and all code.
/// </summary>
internal static class EntityRepair
{
    private const int LongestEntity = 10;

    private static readonly SearchValues<char> Signs = SearchValues.Create("&\uFFFD");

    /// <summary>A line with such a word speaks of entities.</summary>
    private static readonly SearchValues<string> Explanations = SearchValues.Create(["entit", "escap", "encod", "decod", "bypass", "html"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Signs that do not occur in lists of characters to be escaped: put right even where they stand alone.</summary>
    private static readonly SearchValues<char> Typographic = SearchValues.Create("\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2026");

    private static readonly HashSet<string> Names =
    [
        "amp", "nbsp", "quot", "apos", "#39", "#34", "#38", "#160", "#8217", "#8216", "#8220", "#8221", "#8211", "#8212", "#8230",
        "#x27", "#x22", "#x26", "#xa0", "#x2019", "ldquo", "rdquo", "lsquo", "rsquo", "mdash", "ndash", "hellip", "bull", "middot",
        "copy", "reg", "trade", "eacute", "egrave", "agrave", "ccedil", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig",
    ];

    public static string Repair(string text) =>
        text.AsSpan().ContainsAny(Signs) ? new ProseLines(text).Replace(Repair) : text;

    private static string? Repair(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAny(Signs) || line.Contains('`') || line.ContainsAny(Explanations))
            return null;
        StringBuilder? repaired = null;
        int copied = 0;
        for (int i = 0; i < line.Length; i++)
        {
            var (character, length) = line[i] == '&' ? Entity(line[i..]) : line[i] == '\uFFFD' ? Apostrophe(line, i) : default;
            if (length == 0 || (line[i] == '&' && (StandsAlone(line, i, length, character) || Explains(line, character))))
                continue;
            (repaired ??= new StringBuilder(line.Length)).Append(line[copied..i]).Append(character);
            copied = i + length;
            i = copied - 1;
        }
        return repaired?.Append(line[copied..]).ToString();
    }

    private static (string Character, int Length) Entity(ReadOnlySpan<char> text)
    {
        int at = 1;
        while (text[at..].StartsWith("amp;", StringComparison.Ordinal))
            at += 4;
        int end = text.Slice(at, Math.Min(LongestEntity, text.Length - at)).IndexOf(';');
        if (end > 0 && Names.Contains(text.Slice(at, end).ToString()))
            return (WebUtility.HtmlDecode($"&{text.Slice(at, end)};"), at + end + 1);
        bool payload = text[at..].StartsWith("lt;", StringComparison.Ordinal) || text[at..].StartsWith("gt;", StringComparison.Ordinal) || text[at..].StartsWith('#');
        return at > 1 && !payload ? ("&", at) : default;
    }

    /// <summary>Named, not used: "specify &amp;amp; there". Between capitals it is "Black &amp;amp; Decker".</summary>
    private static bool StandsAlone(ReadOnlySpan<char> line, int at, int length, string character)
    {
        if (character.AsSpan().ContainsAny(Typographic))
            return false;
        char before = at == 0 ? ' ' : line[at - 1], after = at + length == line.Length ? ' ' : line[at + length];
        bool alone = !char.IsLetterOrDigit(before) && !char.IsLetterOrDigit(after) && before is not ('"' or ';' or '>') && after is not ('&' or '<');
        bool names = character == "&" && at + length + 1 < line.Length && char.IsUpper(line[at + length + 1]);
        return alone && !names && character is not ("\"" or "'") || (before is '\'' or '(' && after is '\'' or ')');
    }

    private static bool Explains(ReadOnlySpan<char> line, string character)
    {
        if (character == "\u00A0")
            return false;
        if (character != "&")
            return line.Contains(character, StringComparison.Ordinal);
        for (int i = 0; i < line.Length; i++)
            if (line[i] == '&' && Entity(line[i..]).Length == 0)
                return true;
        return false;
    }

    /// <summary>One lost character, or three (its bytes), where English writes an apostrophe.</summary>
    private static (string Character, int Length) Apostrophe(ReadOnlySpan<char> line, int at)
    {
        int length = line[at..].StartsWith("\uFFFD\uFFFD\uFFFD", StringComparison.Ordinal) ? 3 : 1;
        ReadOnlySpan<char> rest = line[(at + length)..];
        if (at == 0 || !char.IsAsciiLetterLower(line[at - 1]))
            return default;
        foreach (string ending in (ReadOnlySpan<string>)["s", "t", "re", "ve", "ll", "d", "m"])
        {
            bool fits = rest.StartsWith(ending, StringComparison.Ordinal) && (rest.Length == ending.Length || !char.IsLetterOrDigit(rest[ending.Length]));
            if (fits && (ending != "t" || line[at - 1] == 'n'))
                return ("'", length);
        }
        return default;
    }
}
