using System.Globalization;

namespace Hone.Corpus.Poison;

/// <summary>Whether documents come from one author or one week of a source that has many: counted once over all documents.</summary>
internal sealed class Bursts
{
    /// <summary>An author or week with a larger share of its source is the source.</summary>
    private const double MostOfSource = 0.3;

    private const double LeastOfSample = 0.8;

    private readonly Func<int, SourceFacts> _facts;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public Bursts(int documents, Func<int, SourceFacts> facts)
    {
        _facts = facts;
        for (int document = 0; document < documents; document++)
            foreach (string group in Groups(facts(document)).Prepend(facts(document).Source))
                _counts[group] = _counts.GetValueOrDefault(group) + 1;
    }

    /// <summary>The author or week that nearly all documents share, in words, or null.</summary>
    public string? Find(IReadOnlyList<int> sample)
    {
        var groups = new SortedDictionary<string, (int Count, string Source)>(StringComparer.Ordinal);
        foreach (int document in sample)
            foreach (string group in Groups(_facts(document)))
                groups[group] = (groups.GetValueOrDefault(group).Count + 1, _facts(document).Source);
        foreach (var (group, (count, source)) in groups)
            if (count >= LeastOfSample * sample.Count && _counts[group] <= MostOfSource * _counts[source])
                return group;
        return null;
    }

    /// <summary>Weeks overlap by half, so that a burst lies within one.</summary>
    private static IEnumerable<string> Groups(SourceFacts facts)
    {
        if (facts.Author is { Length: > 0 } author)
            yield return $"{facts.Source}, author {author}";
        if (facts.Date is not { Length: >= 10 } date || !DateOnly.TryParseExact(date.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            yield break;
        foreach (int shift in (int[])[0, 4])
            yield return string.Create(CultureInfo.InvariantCulture, $"{facts.Source}, week from {DateOnly.FromDayNumber(((day.DayNumber + shift) / 7 * 7) - shift):yyyy-MM-dd}");
    }
}
