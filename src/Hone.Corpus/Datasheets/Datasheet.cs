using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Datasheets;

/// <summary>
/// What a corpus was made from and how, in the spirit of "Datasheets for Datasets" (Gebru et al. 2021): written by the program from
/// what it counted, never by hand.
/// </summary>
internal sealed record Datasheet
{
    public required IReadOnlyList<SourceSheet> Sources { get; init; }

    /// <summary>The most restrictive label of any document in the corpus; whoever gets a model made of it must be allowed to see it.</summary>
    public required string? Tlp { get; init; }

    /// <summary>Documents of the corpus by licence, "unstated" among them.</summary>
    public required IReadOnlyDictionary<string, long> Licences { get; init; }

    public required IReadOnlyList<DropSheet> Dropped { get; init; }

    /// <summary>Replaced values by kind, in all documents read.</summary>
    public required IReadOnlyDictionary<string, long> Scrubbed { get; init; }

    /// <summary>Paragraphs that many documents shared, the most frequent.</summary>
    public IReadOnlyList<RepeatedParagraph> Repeated { get; init; } = [];

    /// <summary>What each benchmark cost, and what like it stayed.</summary>
    public IReadOnlyList<BenchmarkReport> Benchmarks { get; init; } = [];

    /// <summary>Words that removed very many documents: for a person to look at, and perhaps to allow.</summary>
    public IReadOnlyList<CommonPhrase> CommonPhrases { get; init; } = [];

    /// <summary>Words of benchmarks that so many documents have that they did not count.</summary>
    public IReadOnlyList<StockPhrase> StockPhrases { get; init; } = [];

    public IReadOnlyList<GroupSheet> Groups { get; init; } = [];
}

/// <summary>What one source gave. Characters are those of the documents read; dates are of the documents kept.</summary>
internal sealed record SourceSheet
{
    public required string Name { get; init; }
    public required string Group { get; init; }
    public required string Kind { get; init; }
    public long Read { get; set; }
    public long Characters { get; set; }
    public long Kept { get; set; }
    public long Tokens { get; set; }
    public string? FirstDate { get; set; }
    public string? LastDate { get; set; }
    public SortedDictionary<string, long> Licences { get; init; } = new(StringComparer.Ordinal);
    public string? Tlp { get; set; }
}

/// <summary>Documents left out for one reason, and the first few of them by hash.</summary>
internal sealed record DropSheet(string Reason, long Documents, IReadOnlyList<DropExample> Examples);

/// <param name="Beginning">The first words of the cleaned text.</param>
internal sealed record DropExample(string Source, string Id, string? Detail, string Beginning);

/// <summary>Sizes of a group, its ladder and its marginal gain.</summary>
internal sealed record GroupSheet(string Group, long TrainDocuments, long TrainTokens, long HeldOutDocuments, long HeldOutTokens, IReadOnlyList<Curation.RungCounts>? Ladder, IReadOnlyList<GainPoint>? Gain);
