using System.Globalization;
using System.Text;

namespace Hone.Evaluation.IfEval.Text;

/// <summary>
/// What the publisher's Python means by space, word character, upper and lower case. .NET's own regular expressions differ:
/// their \w takes combining marks in, so that a Hindi word would count as one where the publisher counts several.
/// </summary>
internal static class PythonText
{
    /// <summary>str.isspace: Unicode's white space and the four information separators.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    public static bool IsBlank(ReadOnlySpan<char> text) => Strip(text).IsEmpty;

    /// <summary>\w of Python: letters, numbers of any kind and the underscore; no combining marks.</summary>
    public static bool IsWord(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>\b of Python: a word character on one side only.</summary>
    public static bool IsWordEdge(string text, int at)
    {
        var before = at > 0 && Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var last, out _) == System.Buffers.OperationStatus.Done && IsWord(last);
        var after = at < text.Length && Rune.DecodeFromUtf16(text.AsSpan(at), out var first, out _) == System.Buffers.OperationStatus.Done && IsWord(first);
        return before != after;
    }

    /// <summary>Runs of word characters, as the publisher counts words in a length.</summary>
    public static int CountWords(string text)
    {
        var words = 0;
        var within = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var word = IsWord(rune);
            words += word && !within ? 1 : 0;
            within = word;
        }
        return words;
    }

    /// <summary>str.isupper: something has case and all of it is upper.</summary>
    public static bool IsUpper(ReadOnlySpan<char> text) => HasOnly(text, upper: true);

    public static bool IsLower(ReadOnlySpan<char> text) => HasOnly(text, upper: false);

    private static bool HasOnly(ReadOnlySpan<char> text, bool upper)
    {
        var seen = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isUpper = Rune.IsUpper(rune) || rune.Value is (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF);
            var isLower = Rune.IsLower(rune) || rune.Value is 0xAA or 0xBA or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9);
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter || (upper ? isLower : isUpper))
                return false;
            seen |= upper ? isUpper : isLower;
        }
        return seen;
    }

    /// <summary>Places where the word stands, whatever its case, none overlapping another.</summary>
    public static int Count(string text, string word)
    {
        var count = 0;
        for (var at = 0; at < text.Length && text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase) is var found and >= 0; at = found + word.Length)
            count++;
        return count;
    }
}
