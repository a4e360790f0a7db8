using System.Globalization;

namespace Hone.Core.Text;

/// <summary>
/// The words of a text one after the other, each as a 64-bit hash that sees neither case nor what stands between words. A word is a
/// run of letters, marks, digits and underscores; in scripts without spaces (Han, kana, Thai, Lao, Burmese, Khmer) and beyond
/// the basic plane every character is a word. The hashes are the same on every machine. (Steps as in FNV-1a, then a finaliser.)
/// </summary>
public ref struct WordReader(ReadOnlySpan<char> text)
{
    private const ulong Seed = 0xCBF29CE484222325, Factor = 0x9E3779B97F4A7C15;

    /// <summary>What a character is within a word, in lower case; 0 where it ends one.</summary>
    private static readonly char[] _folded = Fold();

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    public ulong Hash { get; private set; }

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>The character after the word.</summary>
    public readonly int End => _next;

    public bool Next()
    {
        char[] folded = _folded;
        ReadOnlySpan<char> text = _text;
        int i = _next;
        while (i < text.Length && folded[text[i]] == 0)
            i++;
        Start = i;
        ulong hash = Seed;
        for (; i < text.Length; i++)
        {
            char c = text[i], low = folded[c];
            if (low == 0)
                break;
            if (c >= '\u0E00' && IsWordByItself(c))
            {
                if (i == Start)
                    i += Take(text[i..], ref hash);
                break;
            }
            hash = (hash ^ low) * Factor;
        }
        _next = i;
        Hash = Mix(hash);
        return i > Start;
    }

    /// <summary>Moves to another place of the text.</summary>
    public void Seek(int position) => _next = position;

    /// <summary>Spreads every bit over all others (Stafford's variant 13, as in SplitMix64).</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    /// <summary>A word of one character, which is one or two code units.</summary>
    private static int Take(ReadOnlySpan<char> text, ref ulong hash)
    {
        int units = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
        foreach (char c in text[..units])
            hash = (hash ^ c) * Factor;
        return units;
    }

    private static bool IsWordByItself(char c) =>
        c is <= '\u0EFF' or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
        or (>= '\u3040' and <= '\u30FF') or (>= '\u31F0' and <= '\u31FF') or (>= '\u3400' and <= '\u9FFF')
        or (>= '\uD800' and <= '\uDFFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9D');

    private static char[] Fold()
    {
        var folded = new char[char.MaxValue + 1];
        for (int i = 0; i < folded.Length; i++)
        {
            char c = (char)i;
            bool word = char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
            folded[i] = word ? char.ToLowerInvariant(c) : '\0';
        }
        return folded;
    }
}
