using System.Diagnostics;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Hone.Corpus.Sources.Files.Html;

/// <summary>
/// Parses HTML that may have been made to hurt: an HTML parser looks through its open elements for every new one, so the time
/// grows with nesting. Elements are counted, nesting is bounded before and in the parser, and the clock is a last resort.
/// Nothing is loaded and no script runs.
/// </summary>
internal static class HtmlInput
{
    private const int MaxCharacters = 32 << 20;
    private const int MaxElements = 1_000_000;
    private const int MaxOpen = 1_000;
    private const int MaxTreeDepth = 200;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly HashSet<string> _neverOpen = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", // hold nothing
        "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "rp", "rt", // end by themselves
    };

    public static IHtmlDocument Parse(string html)
    {
        if (html.Length > MaxCharacters)
            throw new InvalidDataException($"a page of more than {MaxCharacters >> 20} million characters");
        if (OpenElements(html) > MaxOpen)
            throw new InvalidDataException($"more than {MaxOpen} elements inside each other");
        int elements = 0;
        long start = Stopwatch.GetTimestamp();
        var parser = new HtmlParser(new HtmlParserOptions
        {
            IsScripting = false,
            MaximumDepth = MaxTreeDepth,
            SkipComments = true,
            SkipScriptText = false,
            DisableElementPositionTracking = true,
            OnCreated = (_, _) =>
            {
                if (++elements > MaxElements)
                    throw new InvalidDataException($"more than {MaxElements} elements");
                if (elements % 256 == 0 && Stopwatch.GetElapsedTime(start) > _patience)
                    throw new InvalidDataException("its elements take too long to put together");
            },
        });
        return parser.ParseDocument(html);
    }

    /// <summary>How many elements are open at once, at most; counted no further than is too many.</summary>
    private static int OpenElements(string html)
    {
        var open = new List<string>();
        int most = 0;
        ReadOnlySpan<char> text = html;
        for (int at = 0; most <= MaxOpen;)
        {
            int next = text[at..].IndexOf('<');
            if (next < 0)
                return most;
            at += next + 1;
            bool closing = at < text.Length && text[at] == '/';
            int begin = closing ? at + 1 : at, end = begin;
            while (end < text.Length && end - begin < 40 && char.IsAsciiLetterOrDigit(text[end]))
                end++;
            if (end == begin || !char.IsAsciiLetter(text[begin]))
                continue;
            string name = text[begin..end].ToString().ToLowerInvariant();
            at = end;
            if (closing && open.LastIndexOf(name) is >= 0 and var opened)
                open.RemoveRange(opened, open.Count - opened);
            else if (!closing && !_neverOpen.Contains(name))
                open.Add(name);
            most = Math.Max(most, open.Count);
        }
        return most;
    }
}
