using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>\w+|[^\w\s]+ with white space dropped: Hugging Face's "Whitespace".</summary>
internal sealed class WordPreTokenizer : IPreTokenizer
{
    private enum Kind { Word, White, Other }

    public int NextLength(ReadOnlySpan<byte> rest)
    {
        var kind = KindAt(rest, 0, out int end);
        while (end < rest.Length && KindAt(rest, end, out int length) == kind)
            end += length;
        return end;
    }

    public bool Drops(ReadOnlySpan<byte> piece) => KindAt(piece, 0, out _) == Kind.White;

    /// <summary>\w of UTS #18: alphabetic, marks, decimal digits, connectors, joiners.</summary>
    public static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        // Letters in circles and squares are alphabetic though they are symbols.
        UnicodeCategory.OtherSymbol => rune.Value is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189,
        _ => rune.Value is 0x200C or 0x200D,
    };

    private static Kind KindAt(ReadOnlySpan<byte> text, int position, out int length)
    {
        Rune.DecodeFromUtf8(text[position..], out var rune, out length);
        return Rune.IsWhiteSpace(rune) ? Kind.White : IsWord(rune) ? Kind.Word : Kind.Other;
    }
}
