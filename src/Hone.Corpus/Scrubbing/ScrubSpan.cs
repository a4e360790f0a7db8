namespace Hone.Corpus.Scrubbing;

/// <summary>A piece of the text before scrubbing that was replaced. <paramref name="Rule"/> names what found it ("github-token", "header").</summary>
public readonly record struct ScrubSpan(int Start, int Length, ScrubKind Kind, string Rule)
{
    internal int End => Start + Length;
}
