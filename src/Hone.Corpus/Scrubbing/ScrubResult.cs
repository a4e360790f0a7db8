namespace Hone.Corpus.Scrubbing;

/// <summary>A scrubbed text, and what was replaced: spans of the text as it was, in order.</summary>
public sealed record ScrubResult(string Text, IReadOnlyList<ScrubSpan> Spans)
{
    /// <summary>How often each kind was replaced; kinds that did not occur are left out.</summary>
    public IReadOnlyDictionary<ScrubKind, int> Counts() => Spans.CountBy(s => s.Kind).ToDictionary();
}
