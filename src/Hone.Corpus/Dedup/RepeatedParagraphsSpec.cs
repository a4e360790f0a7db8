namespace Hone.Corpus.Dedup;

/// <summary>When a paragraph counts as repeated across documents.</summary>
internal sealed record RepeatedParagraphsSpec
{
    /// <summary>A paragraph in more documents than this, of different clusters, is repeated.</summary>
    public int Documents { get; init; } = 20;

    /// <summary>Shorter paragraphs are left alone: labels, captions, single facts.</summary>
    public int MinWords { get; init; } = 8;
}
