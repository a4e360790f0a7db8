namespace Hone.Corpus.Scrubbing.Scanning;

/// <summary>From all that was found to spans that do not overlap: the weightier kind wins (a secret over a name), then the longer.</summary>
internal static class Spans
{
    public static List<ScrubSpan> Choose(List<ScrubSpan> found)
    {
        if (found.Count < 2)
            return found;
        found.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : Compare(b, a));
        var chosen = new List<ScrubSpan>(found.Count);
        foreach (ScrubSpan span in found)
        {
            if (chosen.Count == 0 || span.Start >= chosen[^1].End)
                chosen.Add(span);
            else if (Compare(span, chosen[^1]) > 0)
                chosen[^1] = span;
        }
        return chosen;
    }

    private static int Compare(ScrubSpan a, ScrubSpan b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Length.CompareTo(b.Length);
}
