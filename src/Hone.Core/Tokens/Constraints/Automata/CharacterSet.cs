namespace Hone.Core.Tokens.Constraints.Automata;

/// <summary>A set of Unicode characters: ranges in order, apart from each other, without surrogates.</summary>
internal sealed class CharacterSet
{
    public const int Last = 0x10FFFF;

    public static readonly CharacterSet Empty = new([]);
    public static readonly CharacterSet All = Of((0, Last));

    private CharacterSet(IReadOnlyList<(int First, int Last)> ranges) => Ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    public bool IsEmpty => Ranges.Count == 0;

    public static CharacterSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.SelectMany(WithoutSurrogates).OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }
        return new CharacterSet(merged);
    }

    public static CharacterSet Of(string characters) => Of(characters.EnumerateRunes().Select(rune => (rune.Value, rune.Value)));

    public CharacterSet Union(CharacterSet other) => Of([.. Ranges, .. other.Ranges]);

    public CharacterSet Complement()
    {
        var gaps = new List<(int, int)>();
        int next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= Last)
            gaps.Add((next, Last));
        return Of(gaps);
    }

    public CharacterSet Except(CharacterSet other) => Complement().Union(other).Complement();

    public bool Contains(int character) => Ranges.Any(range => range.First <= character && character <= range.Last);

    private static IEnumerable<(int First, int Last)> WithoutSurrogates((int First, int Last) range)
    {
        if (range.First < 0xD800 && range.First <= range.Last)
            yield return (range.First, Math.Min(range.Last, 0xD7FF));
        if (range.Last > 0xDFFF && range.First <= range.Last)
            yield return (Math.Max(range.First, 0xE000), range.Last);
    }
}
