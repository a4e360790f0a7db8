using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Hone.Evaluation.IfEval.Languages;

/// <summary>
/// The language of a response: the script of most letters, and within a shared script the small words and letters found, each
/// weighing less the more languages have it. Meant for whole sentences; on a few words it is a guess, and a word or name of Latin
/// letters with no sign at all passes for English.
/// </summary>
internal static class ResponseLanguage
{
    /// <summary>Neither one of ours nor a neighbour of one.</summary>
    public const string Unknown = "?";

    // As many characters as langdetect reads.
    private const int MostRead = 10_000;

    // English must be outweighed by a whole sign: a verse or a name holds small words of some language by chance.
    private const float EnglishFirst = 1;

    private static readonly Dictionary<Script, string> Alone = new()
    {
        [Script.Bengali] = "bn",
        [Script.Gurmukhi] = "pa",
        [Script.Gujarati] = "gu",
        [Script.Tamil] = "ta",
        [Script.Telugu] = "te",
        [Script.Kannada] = "kn",
        [Script.Malayalam] = "ml",
        [Script.Thai] = "th",
        [Script.Hebrew] = "he",
        [Script.Hangul] = "ko",
        [Script.Kana] = "ja",
        [Script.Han] = "zh",
        [Script.Greek] = "el",
    };

    private static readonly FrozenDictionary<string, (int Language, float Weight)[]> Words = Weigh(signs => signs.Words.Split(' '));
    private static readonly FrozenDictionary<string, (int Language, float Weight)[]> Letters = Weigh(signs => signs.Letters.EnumerateRunes().Select(rune => rune.ToString()));

    /// <summary>Languages that an instruction may ask for.</summary>
    public static FrozenSet<string> Known { get; } =
        LanguageSigns.All.Select(signs => signs.Code).Concat(Alone.Values).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Its code; null for a text without letters.</summary>
    public static string? Of(string text)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, MostRead));
        var script = MainScript(read);
        if (script == Script.None)
            return null;
        if (Alone.TryGetValue(script, out var only))
            return only;
        var scores = new float[LanguageSigns.All.Length];
        scores[0] = EnglishFirst;
        AddWords(read, scores);
        AddLetters(read, scores);
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
            if (LanguageSigns.All[i].Script == script && (best < 0 || scores[i] > scores[best]))
                best = i;
        return best < 0 || (best == 0 && scores[0] == EnglishFirst && !Ascii.IsValid(read)) ? Unknown : LanguageSigns.All[best].Code;
    }

    /// <summary>Kana with its kanji is one script here.</summary>
    private static Script MainScript(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Scripts.Count];
        counts.Clear();
        foreach (var rune in text.EnumerateRunes())
            counts[(int)Scripts.Of(rune)]++;
        counts[(int)Script.None] = 0;
        if (counts[(int)Script.Kana] * 10 > counts[(int)Script.Han])
        {
            counts[(int)Script.Kana] += counts[(int)Script.Han];
            counts[(int)Script.Han] = 0;
        }
        var best = 0;
        for (var i = 1; i < counts.Length; i++)
            best = counts[i] > counts[best] ? i : best;
        return (Script)best;
    }

    private static void AddWords(ReadOnlySpan<char> text, float[] scores)
    {
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[16];
        while (!text.IsEmpty)
        {
            var length = 0;
            while (length < text.Length && InWord(text[length]))
                length++;
            if (length is > 0 and <= 16 && text[..length].ToLowerInvariant(lower) is var size and > 0 && lookup.TryGetValue(lower[..size], out var found))
                Add(found, scores);
            text = text[Math.Min(text.Length, length + 1)..];
        }
    }

    private static void AddLetters(ReadOnlySpan<char> text, float[] scores)
    {
        var lookup = Letters.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[1];
        foreach (var c in text)
        {
            if (c < 0x80)
                continue;
            lower[0] = char.ToLowerInvariant(c);
            if (lookup.TryGetValue(lower, out var found))
                Add(found, scores);
        }
    }

    /// <summary>Letters, the marks that letters of India carry, and the apostrophe: the s of "it's" is no word.</summary>
    private static bool InWord(char c) => char.IsLetter(c) || c is '\'' or '’' || char.GetUnicodeCategory(c) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static void Add((int Language, float Weight)[] found, float[] scores)
    {
        foreach (var (language, weight) in found)
            scores[language] += weight;
    }

    private static FrozenDictionary<string, (int, float)[]> Weigh(Func<LanguageSigns, IEnumerable<string>> signsOf) =>
        LanguageSigns.All
            .SelectMany((signs, index) => signsOf(signs).Distinct().Select(sign => (sign, index)))
            .GroupBy(pair => pair.sign, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(pair => (pair.index, 1f / group.Count())).ToArray(), StringComparer.Ordinal);
}
