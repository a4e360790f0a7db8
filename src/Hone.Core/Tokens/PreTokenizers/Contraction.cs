namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>The endings that patterns cut off words: 's 't 're 've 'm 'll 'd.</summary>
internal static class Contraction
{
    /// <summary>Length of the ending that the text, an apostrophe first, begins with; 0 where it is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 2 && text[1] is (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d')
            return 2;
        return text.Length >= 3 && (text[1], text[2]) is ((byte)'r', (byte)'e') or ((byte)'v', (byte)'e') or ((byte)'l', (byte)'l') ? 3 : 0;
    }

    /// <summary>The same in any case: (?i:…), under which the long s is an s.</summary>
    public static int LengthInAnyCase(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 3 && text[1] == 0xC5 && text[2] == 0xBF)
            return 3;
        Span<byte> lower = stackalloc byte[3];
        text = text[..Math.Min(3, text.Length)];
        for (int i = 0; i < text.Length; i++)
            lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        return Length(lower[..text.Length]);
    }
}
