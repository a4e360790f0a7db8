namespace Hone.Core.Tokens.Normalisers;

/// <summary>Puts other text in the place of each occurrence of a string or, where it may repeat, of a run of at least so many of it.</summary>
/// <param name="atLeast">1 and not repeating for a plain string; 2 and repeating for the pattern " {2,}".</param>
internal sealed class ReplaceNormaliser(byte[] pattern, byte[] content, int atLeast = 1, bool repeats = false) : INormaliser
{
    public bool TryApply(TextSlice text, TextBuffer output)
    {
        int copied = 0;
        int at = 0;
        while (text.Bytes[at..].IndexOf(pattern) is >= 0 and int distance)
        {
            at += distance;
            int count = 1;
            while (repeats && text.Bytes[(at + count * pattern.Length)..].StartsWith(pattern))
                count++;
            int end = at + count * pattern.Length;
            if (count >= atLeast)
            {
                output.Append(text.Slice(copied, at - copied));
                output.Append(content, text.OriginOf(at, end));
                copied = end;
            }
            at = end;
        }
        if (copied == 0)
            return false;
        output.Append(text.Slice(copied));
        return true;
    }
}
