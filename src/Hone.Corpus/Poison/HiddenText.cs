using System.Buffers;
using System.Text;

namespace Hone.Corpus.Poison;

/// <summary>
/// Text that a reader does not see and a model does: tag characters, long rows of zero-width characters and variation selectors
/// that spell bytes, direction overrides inside words, elements that HTML hides, long comments. It must see the text before
/// <see cref="Cleaning.TextCleaner"/>, which takes the invisible characters away. A joiner in an emoji, a mark of a right-to-left
/// language or a byte order mark is no finding: each kind has a least number.
/// </summary>
internal static class HiddenText
{
    private const int LeastTags = 4;
    private const int LeastZeroWidth = 16;
    private const int LeastSelectors = 8;
    private const int MostEvidence = 200;

    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u180E\u200B\u200C\u200D\u2060\u2061\u2062\u2063\u2064\uFEFF\u202D\u202E\uDB40\uDB41\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E");

    /// <summary>Rules and articles about file names written backwards carry the character they are about.</summary>
    private static readonly SearchValues<string> Explanations = SearchValues.Create(["right-to-left", "right to left", "rtlo", "202e", "bidi", "trojan source"], StringComparison.OrdinalIgnoreCase);

    /// <summary>What is hidden in a text as it came, or nothing. The evidence is what it says, where that can be read.</summary>
    public static IReadOnlyList<PoisonFinding> Find(string raw)
    {
        var findings = new List<PoisonFinding>();
        if (raw.AsSpan().ContainsAny(Invisible))
            FindCharacters(raw, findings);
        if (raw.Contains('<'))
            HiddenMarkup.Find(raw, findings);
        return findings;
    }

    private static void FindCharacters(string raw, List<PoisonFinding> findings)
    {
        var tags = new StringBuilder();
        int zeroWidth = 0, between = 0, row = 0, longestRow = 0, selectors = 0, overrides = 0, letters = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            char c = raw[i];
            if (c < '\u00AD')
            {
                row = 0;
                letters += char.IsAsciiLetter(c) ? 1 : 0;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < raw.Length && char.IsLowSurrogate(raw[i + 1]))
            {
                int point = char.ConvertToUtf32(c, raw[++i]);
                bool flag = tags.Length == 0 && point is >= 0xE0061 and <= 0xE007A && FollowsFlag(raw, i - 2);
                if (flag)
                    i = EndOfTags(raw, i + 1) - 1;
                else if (point is >= 0xE0000 and <= 0xE007F)
                    tags.Append(point is >= 0xE0020 and < 0xE007F ? (char)(point - 0xE0000) : ' ');
                else if (point is >= 0xE0100 and <= 0xE01EF)
                    selectors++;
            }
            else if (c is '\u200B' or '\u200C' or '\u200D' or '\u2060' or (>= '\u2061' and <= '\u2064') or '\uFEFF' or '\u180E')
            {
                zeroWidth++;
                between += i > 0 && i + 1 < raw.Length && char.IsAsciiLetter(raw[i - 1]) && char.IsAsciiLetter(raw[i + 1]) ? 1 : 0;
                longestRow = Math.Max(longestRow, ++row);
            }
            else if (c is >= '\uFE00' and <= '\uFE0E')
            {
                selectors += i > 0 && raw[i - 1] is >= '\uFE00' and <= '\uFE0E' ? 1 : 0;
            }
            else if (c is '\u202D' or '\u202E')
            {
                overrides += i + 1 < raw.Length && char.IsAscii(raw[i + 1]) ? 1 : 0;
            }
            else
            {
                row = 0;
            }
        }
        if (tags.Length >= LeastTags)
            findings.Add(new PoisonFinding(PoisonReasons.TagCharacters, Shorten(tags.ToString())));
        if (longestRow >= LeastZeroWidth || (between >= LeastZeroWidth && between > letters / 20))
            findings.Add(new PoisonFinding(PoisonReasons.ZeroWidth, $"{zeroWidth} zero-width characters, {longestRow} in a row, {between} inside words"));
        if (selectors >= LeastSelectors)
            findings.Add(new PoisonFinding(PoisonReasons.VariationSelectors, $"{selectors} variation selectors that vary nothing"));
        if (overrides > 0 && !raw.AsSpan().ContainsAny(Explanations))
            findings.Add(new PoisonFinding(PoisonReasons.DirectionOverride, $"{overrides} direction overrides before ASCII text"));
    }

    /// <summary>Flags of regions are a black flag and tags: the one use of tags there is.</summary>
    private static bool FollowsFlag(string raw, int before) => before >= 1 && raw[before - 1] == '\uD83C' && raw[before] == '\uDFF4';

    private static int EndOfTags(string raw, int at)
    {
        while (at + 1 < raw.Length && raw[at] == '\uDB40' && raw[at + 1] is >= '\uDC00' and <= '\uDC7F')
        {
            at += 2;
            if (raw[at - 1] == '\uDC7F')
                break;
        }
        return at;
    }

    internal static string Shorten(string text) => text.Length <= MostEvidence ? text : text[..MostEvidence];
}
