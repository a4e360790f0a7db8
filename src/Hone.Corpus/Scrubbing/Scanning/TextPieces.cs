namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>
/// Cuts a text of any length into pieces that can be looked at alone: at a blank line near a megabyte, else at a line's end, and never
/// inside a key block. A line longer than eight megabytes is cut at a space, or where it stands.
/// </summary>
internal static class TextPieces
{
    internal const int Aim = 1 << 20, Most = 8 << 20;

    public static IEnumerable<string> Read(TextReader reader, int aim = Aim, int most = Most)
    {
        char[] buffer = new char[aim];
        int held = 0;
        while (true)
        {
            int read = reader.ReadBlock(buffer, held, buffer.Length - held);
            held += read;
            if (held < buffer.Length)
                break;
            int cut = Cut(buffer, last: buffer.Length >= most);
            if (cut == 0)
            {
                Array.Resize(ref buffer, Math.Min(most, buffer.Length * 2));
                continue;
            }
            yield return new string(buffer, 0, cut);
            buffer.AsSpan(cut, held - cut).CopyTo(buffer);
            held -= cut;
        }
        if (held > 0)
            yield return new string(buffer, 0, held);
    }

    /// <summary>Where to cut, 0 where more text is needed.</summary>
    private static int Cut(ReadOnlySpan<char> text, bool last)
    {
        int block = text.LastIndexOf("-----BEGIN ");
        if (block > 0 && text[block..].IndexOf("-----END ") < 0)
            text = text[..block];
        int blank = text.LastIndexOf("\n\n");
        if (blank >= text.Length / 2)
            return blank + 2;
        int line = text.LastIndexOf('\n');
        if (line >= text.Length / 2 || (last && line > 0))
            return line + 1;
        if (!last)
            return 0;
        int space = text.LastIndexOf(' ');
        if (space > 0)
            return space + 1;
        return char.IsHighSurrogate(text[^1]) && text.Length > 1 ? text.Length - 1 : text.Length;
    }
}
