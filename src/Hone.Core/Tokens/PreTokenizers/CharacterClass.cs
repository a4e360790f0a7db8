// The classes that splitting patterns ask for, one byte of flags a character. Most text is ASCII, then the basic plane: both are tables.
// Bytes that are no UTF-8 count as symbols, so that any input at all can be cut and put together again.
using System.Globalization;
using System.Text;

namespace Hone.Core.Tokens.PreTokenizers;

[Flags]
internal enum CharacterClass : byte
{
    /// <summary>Neither letter, number nor white space: [^\s\p{L}\p{N}]; marks count among them.</summary>
    Symbol = 1,
    Letter = 2,
    Number = 4,
    White = 8,

    /// <summary>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]: may stand in the upper-case part of a word.</summary>
    Upper = 16,

    /// <summary>[\p{Ll}\p{Lm}\p{Lo}\p{M}]: may stand in the lower-case part.</summary>
    Lower = 32,

    /// <summary>[\r\n]; white space besides.</summary>
    NewLine = 64,

    /// <summary>\p{P}, for patterns that cut punctuation out.</summary>
    Punctuation = 128,
}

internal static class CharacterClasses
{
    private static readonly CharacterClass[] Plane = [.. Enumerable.Range(0, 0x10000).Select(point => Of((char)point, CharUnicodeInfo.GetUnicodeCategory((char)point)))];

    /// <summary>Class of the character at a place, which must lie within the text.</summary>
    public static CharacterClass At(ReadOnlySpan<byte> text, int position, out int length)
    {
        byte first = text[position];
        if (first < 128)
        {
            length = 1;
            return Plane[first];
        }
        return NotAscii(text[position..], out length);
    }

    public static CharacterClass Of(Rune rune) => rune.IsBmp ? Plane[rune.Value] : Of(rune.Value, Rune.GetUnicodeCategory(rune));

    /// <summary>End of the run of characters of these classes that begins at the position; the position itself where there is none.</summary>
    public static int RunEnd(ReadOnlySpan<byte> text, int position, CharacterClass classes)
    {
        while (position < text.Length && (At(text, position, out int length) & classes) != 0)
            position += length;
        return position;
    }

    private static CharacterClass NotAscii(ReadOnlySpan<byte> rest, out int length)
    {
        // Two and three bytes by hand: U+0080 to U+FFFF without surrogates and overlong forms.
        if (rest.Length >= 2 && rest[0] is >= 0xC2 and < 0xE0 && (rest[1] & 0xC0) == 0x80)
        {
            length = 2;
            return Plane[((rest[0] & 0x1F) << 6) | (rest[1] & 0x3F)];
        }
        if (rest.Length >= 3 && (rest[0] & 0xF0) == 0xE0 && (rest[1] & 0xC0) == 0x80 && (rest[2] & 0xC0) == 0x80)
        {
            int point = ((rest[0] & 0x0F) << 12) | ((rest[1] & 0x3F) << 6) | (rest[2] & 0x3F);
            if (point >= 0x800 && point is not (>= 0xD800 and <= 0xDFFF))
            {
                length = 3;
                return Plane[point];
            }
        }
        return Rune.DecodeFromUtf8(rest, out var rune, out length) == System.Buffers.OperationStatus.Done ? Of(rune) : CharacterClass.Symbol;
    }

    private static CharacterClass Of(int point, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterClass.Letter | CharacterClass.Upper,
        UnicodeCategory.LowercaseLetter => CharacterClass.Letter | CharacterClass.Lower,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter | CharacterClass.Upper | CharacterClass.Lower,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            => CharacterClass.Symbol | CharacterClass.Upper | CharacterClass.Lower,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ when point is '\r' or '\n' => CharacterClass.White | CharacterClass.NewLine,
        _ when point is >= '\t' and <= '\r' or 0x85 => CharacterClass.White,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharacterClass.White,
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation => CharacterClass.Symbol | CharacterClass.Punctuation,
        _ => CharacterClass.Symbol,
    };
}
