// GPT-2's pattern, by hand:
//   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
// A regular expression would need UTF-16, knows no characters beyond U+FFFF and is many times slower;
// the tests keep it as the oracle.
namespace Hone.Core.Tokens.PreTokenizers;

internal sealed class Gpt2PreTokenizer : IPreTokenizer
{
    private const CharacterClass Kinds = CharacterClass.Letter | CharacterClass.Number | CharacterClass.Symbol;

    public int NextLength(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '\'')
        {
            int contraction = Contraction.Length(rest);
            if (contraction > 0)
                return contraction;
        }
        if (rest[0] == ' ' && rest.Length > 1)
        {
            var following = CharacterClasses.At(rest, 1, out int length) & Kinds;
            if (following != 0)
                return CharacterClasses.RunEnd(rest, 1 + length, following);
        }
        var kind = CharacterClasses.At(rest, 0, out int first) & Kinds;
        return kind == 0 ? WhiteSpace.RunLength(rest) : CharacterClasses.RunEnd(rest, first, kind);
    }
}
