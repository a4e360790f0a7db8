namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>Punctuation apart from other text, each character by itself or, contiguous, each run: \p{P} and the ASCII symbols.</summary>
internal sealed class PunctuationPreTokenizer(bool contiguous) : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        bool punctuation = IsPunctuation(rest, 0, out int end);
        if (punctuation && !contiguous)
            return end;
        while (end < rest.Length && IsPunctuation(rest, end, out int length) == punctuation)
            end += length;
        return end;
    }

    private static bool IsPunctuation(ReadOnlySpan<byte> text, int position, out int length) =>
        (CharacterClasses.At(text, position, out length) & CharacterClass.Punctuation) != 0
        || text[position] is (byte)'$' or (byte)'+' or (byte)'<' or (byte)'=' or (byte)'>' or (byte)'^' or (byte)'`' or (byte)'|' or (byte)'~';
}
