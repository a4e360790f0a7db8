using System.Text;

namespace Hone.Corpus.Cleaning;

/// <summary>The lines of a Markdown text that are not fenced code: what repairs and removals may touch.</summary>
internal sealed class ProseLines
{
    private readonly string _text;

    public ProseLines(string text)
    {
        _text = text;
        bool code = false;
        for (int start = 0; start <= text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            ReadOnlySpan<char> line = text.AsSpan(start, end - start).TrimStart(" \t");
            bool fence = line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);
            if (!code && !fence)
                Prose.Add(start..end);
            code ^= fence;
            start = end + 1;
        }
    }

    public delegate string? Change(ReadOnlySpan<char> line);

    public List<Range> Prose { get; } = [];

    /// <summary>The text with some lines changed; null leaves a line, and the same text comes back where all are left.</summary>
    public string Replace(Change change)
    {
        StringBuilder? changed = null;
        int copied = 0;
        foreach (Range line in Prose)
        {
            if (change(_text.AsSpan()[line]) is not { } other)
                continue;
            changed ??= new StringBuilder(_text.Length);
            changed.Append(_text, copied, line.Start.Value - copied).Append(other);
            copied = line.End.Value;
        }
        return changed is null ? _text : changed.Append(_text, copied, _text.Length - copied).ToString();
    }

    /// <summary>The text without the lines marked (by their place in <see cref="Prose"/>), line ends included.</summary>
    public string Without(bool[] removed)
    {
        var kept = new StringBuilder(_text.Length);
        int copied = 0;
        for (int i = 0; i < removed.Length; i++)
        {
            if (!removed[i])
                continue;
            kept.Append(_text, copied, Prose[i].Start.Value - copied);
            copied = Math.Min(_text.Length, Prose[i].End.Value + 1);
        }
        return kept.Append(_text, copied, _text.Length - copied).ToString();
    }
}
