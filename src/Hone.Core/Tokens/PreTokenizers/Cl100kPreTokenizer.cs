// The pattern of cl100k_base, which Llama 3 took over, and Qwen 2 with single digits, by hand:
//   (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
namespace Hone.Core.Tokens.PreTokenizers;

/// <param name="digits">Most digits in a piece: {1,3} or one.</param>
internal sealed class Cl100kPreTokenizer(int digits) : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '\'')
        {
            int contraction = Contraction.LengthInAnyCase(rest);
            if (contraction > 0)
                return contraction;
        }
        var kind = CharacterClasses.At(rest, 0, out int first);
        if ((kind & CharacterClass.Letter) != 0)
            return CharacterClasses.RunEnd(rest, first, CharacterClass.Letter);
        if ((kind & CharacterClass.Number) != 0)
            return Digits.Length(rest, digits);
        if (first < rest.Length && (kind & CharacterClass.NewLine) == 0)
        {
            var following = CharacterClasses.At(rest, first, out int second);
            if ((following & CharacterClass.Letter) != 0)
                return CharacterClasses.RunEnd(rest, first + second, CharacterClass.Letter);
            if (rest[0] == ' ' && (following & CharacterClass.Symbol) != 0)
                return SymbolsEnd(rest, first + second);
        }
        return (kind & CharacterClass.White) != 0 ? WhiteSpace.RunLengthCutAtNewLine(rest) : SymbolsEnd(rest, first);
    }

    private static int SymbolsEnd(ReadOnlySpan<byte> rest, int position) =>
        CharacterClasses.RunEnd(rest, CharacterClasses.RunEnd(rest, position, CharacterClass.Symbol), CharacterClass.NewLine);
}
