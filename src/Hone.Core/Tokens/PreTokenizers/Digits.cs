namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>Digits apart from other text: each by itself, or each run of them.</summary>
internal sealed class Digits(bool individual) : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        if ((CharacterClasses.At(rest, 0, out int first) & CharacterClass.Number) == 0)
            return CharacterClasses.RunEnd(rest, first, (CharacterClass)0xFF ^ CharacterClass.Number);
        return individual ? first : CharacterClasses.RunEnd(rest, first, CharacterClass.Number);
    }

    /// <summary>\p{N}{1,most} at the beginning of the text, which begins with a number.</summary>
    public static int Length(ReadOnlySpan<byte> text, int most)
    {
        int end = 0;
        for (int count = 0; count < most && end < text.Length; count++)
        {
            if ((CharacterClasses.At(text, end, out int length) & CharacterClass.Number) == 0)
                break;
            end += length;
        }
        return end;
    }
}
