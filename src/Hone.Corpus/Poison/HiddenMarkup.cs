namespace Hone.Corpus.Poison;

/// <summary>
/// Elements that a browser does not show and that say something to a model: styles that hide, white on white, no size, off the
/// page, and comments. Pages hide menus and forms all the time, so hidden words are a finding only when they give a model orders.
/// </summary>
internal static class HiddenMarkup
{
    private const int MostHidden = 2000;
    private const int LongestTag = 600;

    /// <summary>Without white space, which style sheets put anywhere.</summary>
    private static readonly string[] HidingStyles =
    [
        "display:none", "visibility:hidden", "opacity:0;", "opacity:0\"", "opacity:0.0", "font-size:0", "font-size:1px", "color:#fff", "color:white", "color:transparent", "color:rgb(255,255,255)",
        "left:-9", "top:-9", "text-indent:-9", "height:0", "width:0", "clip:rect(0",
    ];

    public static void Find(string raw, List<PoisonFinding> findings)
    {
        for (int at = 0; (at = raw.IndexOf('<', at)) >= 0 && at + 4 < raw.Length; at++)
        {
            ReadOnlySpan<char> rest = raw.AsSpan(at, Math.Min(raw.Length - at, LongestTag + MostHidden));
            if (rest.StartsWith("<!--", StringComparison.Ordinal))
                Report("comment", at, Until(rest[4..], "-->"));
            else if (char.IsAsciiLetter(rest[1]) && rest[..Math.Min(rest.Length, LongestTag)].IndexOf('>') is > 0 and var close && Hides(rest[..close]))
                Report("hidden element", at, Until(rest[(close + 1)..], "</"));
        }

        void Report(string kind, int at, ReadOnlySpan<char> words)
        {
            if (ModelInstructions.FirstOrder(words) is { } order && !ModelInstructions.IsDiscussed(raw, at))
                findings.Add(new PoisonFinding(PoisonReasons.HiddenMarkup, HiddenText.Shorten($"{kind}: {order}")));
        }
    }

    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text, string end)
    {
        int at = text.IndexOf(end, StringComparison.Ordinal);
        return text[..Math.Min(MostHidden, at < 0 ? text.Length : at)];
    }

    private static bool Hides(ReadOnlySpan<char> tag)
    {
        if (tag.Contains(" hidden", StringComparison.OrdinalIgnoreCase) || tag.Contains("aria-hidden", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!tag.Contains("style", StringComparison.OrdinalIgnoreCase))
            return false;
        Span<char> dense = stackalloc char[LongestTag + 1];
        int length = 0;
        foreach (char c in tag)
            if (!char.IsWhiteSpace(c))
                dense[length++] = c;
        foreach (string style in HidingStyles)
            if (dense[..length].Contains(style, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
