namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>One text on its way through the scanner: what was found, and how much work the checks did (tests hold it to linear).</summary>
internal sealed class Scan(string text)
{
    public string Text { get; } = text;

    public List<ScrubSpan> Found { get; } = [];

    /// <summary>Characters looked at by the checks behind the anchors; the pass itself looks at each once.</summary>
    public long Steps { get; set; }

    /// <summary>Digits before this place were already read as part of a number.</summary>
    public int NumberEnd { get; set; }

    /// <summary>Words before this place were already read as part of a name.</summary>
    public int NameEnd { get; set; }

    public void Add(int start, int end, ScrubKind kind, string rule) => Found.Add(new ScrubSpan(start, end - start, kind, rule));

    /// <summary>The character there, or '\0' outside the text.</summary>
    public char At(int index) => (uint)index < (uint)Text.Length ? Text[index] : '\0';

    public ReadOnlySpan<char> Slice(int start, int end) => Text.AsSpan(start, end - start);

    /// <summary>What stands before a place on its own line, at most <paramref name="most"/> characters.</summary>
    public ReadOnlySpan<char> Before(int index, int most)
    {
        ReadOnlySpan<char> near = Slice(Math.Max(0, index - most), index);
        Steps += near.Length;
        return near[(near.LastIndexOf('\n') + 1)..];
    }

    /// <summary>What follows on the same line, at most <paramref name="most"/> characters.</summary>
    public ReadOnlySpan<char> After(int index, int most)
    {
        ReadOnlySpan<char> near = Slice(index, Math.Min(Text.Length, index + most));
        Steps += near.Length;
        int end = near.IndexOf('\n');
        return end < 0 ? near : near[..end];
    }

    /// <summary>No word goes on into this place: its left neighbour is no letter, digit or '_', or is the end of an escape such as \n or %3D.</summary>
    public bool StartsWord(int index)
    {
        char left = At(index - 1);
        if (!char.IsLetterOrDigit(left) && left != '_')
            return true;
        return (left is 'n' or 't' or 'r' && At(index - 2) == '\\')
            || (At(index - 3) == '%' && char.IsAsciiHexDigit(left) && char.IsAsciiHexDigit(At(index - 2)));
    }

    public bool EndsWord(int index) => !char.IsLetterOrDigit(At(index)) && At(index) != '_';

    /// <summary>The end of the run of such characters, at most <paramref name="most"/> long.</summary>
    public int RunEnd(int start, CharacterSet set, int most)
    {
        int end = start, last = Math.Min(Text.Length, start + most);
        while (end < last && set.Has(Text[end]))
            end++;
        Steps += end - start + 1;
        return end;
    }

    /// <summary>The start of the run of such characters that ends before <paramref name="end"/>.</summary>
    public int RunStart(int end, CharacterSet set, int most)
    {
        int start = end, first = Math.Max(0, end - most);
        while (start > first && set.Has(Text[start - 1]))
            start--;
        Steps += end - start + 1;
        return start;
    }
}
