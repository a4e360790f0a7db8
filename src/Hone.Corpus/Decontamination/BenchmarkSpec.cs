namespace Hone.Corpus.Decontamination;

/// <summary>When a document counts as knowing a benchmark's item.</summary>
internal sealed record BenchmarkSpec
{
    /// <summary>Words in a row that a document must not share with an item (13, as GPT-3 and its followers do).</summary>
    public int SharedWords { get; init; } = 13;

    public int TwinShingleWords { get; init; } = 5;

    /// <summary>Jaccard similarity of shingles from which on a document, a paragraph or a line of it is an item's twin.</summary>
    public double TwinThreshold { get; init; } = 0.5;

    /// <summary>Documents at least this alike, but below the threshold, are shown as the nearest that stayed.</summary>
    public double SurvivorThreshold { get; init; } = 0.35;

    /// <summary>
    /// A record's longest text counts as an item from so many words on, its other texts only from <see cref="SharedWords"/>: short
    /// answers do not count. Half of the words must be of three letters or more: neither does a CVSS vector.
    /// </summary>
    public int MinWords { get; init; } = 8;

    /// <summary>
    /// Shared words that more documents than this have are a stock phrase and give nothing away (10 as for GPT-3). Applies where phrases were counted.
    /// </summary>
    public int StockPhraseDocuments { get; init; } = 10;

    /// <summary>Texts whose words in a row do not count, such as a licence that both sides carry.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
