namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>Cuts before each run of a mark: "▁▁a▁b" into "▁▁a" and "▁b".</summary>
internal sealed class MarkedWordPreTokenizer(byte[] mark) : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        int start = 0;
        while (rest[start..].StartsWith(mark))
            start += mark.Length;
        int next = rest[start..].IndexOf(mark);
        return next < 0 ? rest.Length : start + next;
    }
}
