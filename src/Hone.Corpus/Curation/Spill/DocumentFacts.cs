namespace Hone.Corpus.Curation.Spill;

/// <summary>What is held in memory of every document while the corpus is decided: some 80 bytes.</summary>
internal readonly record struct DocumentFacts
{
    public required UInt128 TextHash { get; init; }
    public required UInt128 DuplicateKey { get; init; }
    public required ulong Order { get; init; }
    public required double Share { get; init; }
    public required double Quality { get; init; }

    /// <summary>Index in the list of all sources, domain first.</summary>
    public required int Source { get; init; }

    /// <summary>Days since 0001-01-01; 0 where the document has no date.</summary>
    public required int Day { get; init; }

    /// <summary>UTF-16 units of the text.</summary>
    public required int Characters { get; init; }

    /// <summary>False for what its source or a filter dropped.</summary>
    public required bool Kept { get; init; }

    public required int Segment { get; init; }
    public required long Offset { get; init; }
}
