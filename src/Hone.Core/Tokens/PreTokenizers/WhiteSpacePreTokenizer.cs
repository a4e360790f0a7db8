namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>Pieces between white space, which is dropped: Hugging Face's "WhitespaceSplit".</summary>
internal sealed class WhiteSpacePreTokenizer : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        int white = CharacterClasses.RunEnd(rest, 0, CharacterClass.White);
        return white > 0 ? white : CharacterClasses.RunEnd(rest, 0, (CharacterClass)0xFF ^ (CharacterClass.White | CharacterClass.NewLine));
    }

    public bool Drops(ReadOnlySpan<byte> piece) => (CharacterClasses.At(piece, 0, out _) & CharacterClass.White) != 0;
}
