// The pattern of o200k_base (gpt-oss), and without endings and with single digits that of Mistral's tekken, by hand. W is
// [^\r\n\p{L}\p{N}]?, U is [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}], L is [\p{Ll}\p{Lm}\p{Lo}\p{M}], E is (?i:'s|'t|'re|'ve|'m|'ll|'d)?:
//   W U* L+ E | W U+ L* E | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+
namespace Hone.Core.Tokens.PreTokenizers;

/// <param name="digits">Most digits in a piece: {1,3} or one.</param>
/// <param name="endings">Whether 's and the like belong to the word before them.</param>
internal sealed class O200kPreTokenizer(int digits, bool endings) : IPreTokenizer
{
    private const CharacterClass Cased = CharacterClass.Upper | CharacterClass.Lower;

    public int NextLength(ReadOnlySpan<byte> rest)
    {
        var kind = CharacterClasses.At(rest, 0, out int first);
        if ((kind & CharacterClass.Number) != 0)
            return Digits.Length(rest, digits);
        int word = WordEnd(rest, kind, first);
        if (word > 0)
            return endings ? word + EndingLength(rest[word..]) : word;
        if (rest[0] == ' ' && rest.Length > 1 && (CharacterClasses.At(rest, 1, out int second) & CharacterClass.Symbol) != 0)
            return SymbolsEnd(rest, 1 + second);
        return (kind & CharacterClass.White) != 0 ? WhiteSpace.RunLengthCutAtNewLine(rest) : SymbolsEnd(rest, first);
    }

    /// <summary>Both word alternatives, each with the character before the word and, should that fail, without.</summary>
    private static int WordEnd(ReadOnlySpan<byte> rest, CharacterClass kind, int first)
    {
        bool leads = (kind & (CharacterClass.Letter | CharacterClass.NewLine)) == 0 && first < rest.Length;
        int end = leads ? LowerWordEnd(rest, first) : 0;
        if (end == 0 && (kind & Cased) != 0)
            end = LowerWordEnd(rest, 0);
        if (end == 0 && leads)
            end = UpperWordEnd(rest, first);
        if (end == 0 && (kind & Cased) != 0)
            end = UpperWordEnd(rest, 0);
        return end;
    }

    /// <summary>
    /// U* L+ from the position: all U there are, then L; where none follows, U gives back as far as its last character that is L as well.
    /// </summary>
    private static int LowerWordEnd(ReadOnlySpan<byte> rest, int position)
    {
        int both = 0;
        while (position < rest.Length)
        {
            var kind = CharacterClasses.At(rest, position, out int length);
            if ((kind & CharacterClass.Upper) == 0)
                return (kind & CharacterClass.Lower) != 0 ? CharacterClasses.RunEnd(rest, position, CharacterClass.Lower) : both;
            position += length;
            if ((kind & CharacterClass.Lower) != 0)
                both = position;
        }
        return both;
    }

    /// <summary>U+ L* from the position.</summary>
    private static int UpperWordEnd(ReadOnlySpan<byte> rest, int position)
    {
        int upper = CharacterClasses.RunEnd(rest, position, CharacterClass.Upper);
        return upper == position ? 0 : CharacterClasses.RunEnd(rest, upper, CharacterClass.Lower);
    }

    private static int EndingLength(ReadOnlySpan<byte> rest) =>
        rest.Length > 1 && rest[0] == '\'' ? Contraction.LengthInAnyCase(rest) : 0;

    private static int SymbolsEnd(ReadOnlySpan<byte> rest, int position)
    {
        position = CharacterClasses.RunEnd(rest, position, CharacterClass.Symbol);
        while (position < rest.Length && rest[position] is (byte)'\r' or (byte)'\n' or (byte)'/')
            position++;
        return position;
    }
}
