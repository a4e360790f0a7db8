namespace Hone.Corpus.Quality;

/// <summary>The measures that go by lines.</summary>
internal readonly record struct LineMeasures(int Lines, int Characters, int RepeatedCharacters, int ListLines)
{
    public static LineMeasures Of(ReadOnlySpan<char> text)
    {
        var seen = new HashSet<int>();
        int lines = 0, characters = 0, repeated = 0, items = 0;
        foreach (ReadOnlySpan<char> raw in text.EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim(" \t");
            if (line.IsEmpty)
                continue;
            lines++;
            characters += line.Length;
            if (!seen.Add(WordHash.OfExact(line)))
                repeated += line.Length;
            if (line[0] is '-' or '*' or '\u2022' or '+' && line.Length > 1 && line[1] == ' ')
                items++;
        }
        return new LineMeasures(lines, characters, repeated, items);
    }
}
