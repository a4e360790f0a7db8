using Hone.Core.Text;

namespace Hone.Corpus.Dedup;

/// <summary>
/// The paragraphs of a cleaned text, told apart by blank lines, and which of them are prose. Only prose can be boilerplate: headings,
/// list items, tables, quoted lines of code and everything within a code fence repeat for good reasons and are never taken out.
/// </summary>
internal static class Prose
{
    public const string Break = "\n\n";

    private static readonly string[] _notices =
    [
        "all rights reserved", "copyright (c)", "copyright ©", "©", "licensed under", "permission is hereby granted", "without warranty", "\"as is\"", "provided as is",
        "shall not be liable", "no liability", "intended only for", "intended solely for", "if you are not the intended", "unsubscribe", "privacy policy",
        "terms of use", "terms of service", "we use cookies", "disclaimer", "redistribution and use", "registered trademark", "trademarks of", "subscribe to our", "follow us on",
    ];

    /// <summary>Every paragraph, with the hash of its words, or 0 where it is no prose of so many words.</summary>
    public static List<(Range Place, ulong Hash)> Paragraphs(ReadOnlySpan<char> text, int minWords)
    {
        var paragraphs = new List<(Range, ulong)>();
        bool fenced = false;
        foreach (Range place in text.Split(Break))
        {
            ReadOnlySpan<char> paragraph = text[place];
            bool prose = !fenced && IsProse(paragraph);
            fenced ^= Fences(paragraph) % 2 == 1;
            paragraphs.Add((place, prose ? HashOf(paragraph, minWords) : 0));
        }
        return paragraphs;
    }

    /// <summary>A licence, a disclaimer, a footer: by its wording it says nothing of the document's subject.</summary>
    public static bool IsNotice(ReadOnlySpan<char> paragraph)
    {
        foreach (string notice in _notices)
            if (paragraph.Contains(notice, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>The hash of a text's words in their order; 0 where there are too few.</summary>
    public static ulong HashOf(ReadOnlySpan<char> text, int minWords)
    {
        ulong hash = 0;
        int count = 0;
        for (var words = new WordReader(text); words.Next(); count++)
            hash = WordReader.Mix(hash ^ words.Hash) + 0x9E3779B97F4A7C15;
        return count < minWords ? 0 : hash | 1;
    }

    public static bool IsHeading(ReadOnlySpan<char> paragraph) => paragraph.StartsWith('#') && !paragraph.Contains('\n');

    private static bool IsProse(ReadOnlySpan<char> paragraph)
    {
        foreach (ReadOnlySpan<char> line in paragraph.EnumerateLines())
            if (line.Length == 0 || line[0] is '#' or '|' or '\t' or '`' or '~' or '$' || line.StartsWith("    ") || IsItem(line.TrimStart()))
                return false;
        return true;
    }

    private static bool IsItem(ReadOnlySpan<char> line)
    {
        if (line.Length > 1 && line[0] is '-' or '*' or '+' && line[1] == ' ')
            return true;
        int digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 4 && line[digits] is '.' or ')';
    }

    private static int Fences(ReadOnlySpan<char> paragraph)
    {
        int fences = 0;
        foreach (ReadOnlySpan<char> line in paragraph.EnumerateLines())
            fences += line.TrimStart().StartsWith("```") || line.TrimStart().StartsWith("~~~") ? 1 : 0;
        return fences;
    }
}
