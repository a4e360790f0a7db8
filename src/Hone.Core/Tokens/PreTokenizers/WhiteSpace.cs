namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>The ends of the patterns, which share their treatment of white space.</summary>
internal static class WhiteSpace
{
    /// <summary>
    /// \s+(?!\S)|\s+ at the beginning of the text: white space before a word gives its last character up, for the word to take it
    /// where the pattern allows that.
    /// </summary>
    public static int RunLength(ReadOnlySpan<byte> text) => RunLength(text, cutsAtNewLine: false);

    /// <summary>\s*[\r\n]+|\s+(?!\S)|\s+: as above, but a run with line ends stops after the last of them.</summary>
    public static int RunLengthCutAtNewLine(ReadOnlySpan<byte> text) => RunLength(text, cutsAtNewLine: true);

    private static int RunLength(ReadOnlySpan<byte> text, bool cutsAtNewLine)
    {
        int end = 0;
        int last = 0;
        int newLine = 0;
        while (end < text.Length)
        {
            var kind = CharacterClasses.At(text, end, out int length);
            if ((kind & CharacterClass.White) == 0)
                break;
            last = end;
            end += length;
            if ((kind & CharacterClass.NewLine) != 0)
                newLine = end;
        }
        if (cutsAtNewLine && newLine > 0)
            return newLine;
        return end == text.Length || last == 0 ? end : last;
    }
}
