using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Curation.Spill;

/// <summary>A document as the first pass leaves it: read, cleaned, scrubbed and judged apart from all others.</summary>
internal sealed record PreparedDocument(int Source, Document Document, Verdict Verdict)
{
    /// <summary>First 16 bytes of the SHA-256 of the text: its place among the documents, the last word in ties.</summary>
    public UInt128 TextHash { get; init; }

    /// <summary>Hash without case and white space.</summary>
    public UInt128 DuplicateKey { get; init; }

    /// <summary>Its place when a source is limited to so many documents.</summary>
    public ulong Order { get; init; }

    /// <summary>From 0 to 1, from the seed and the text: decides whether it is held out.</summary>
    public double Share { get; init; }

    /// <summary>How good a text it is to learn from; 1: ordinary.</summary>
    public double Quality { get; init; } = 1;

    /// <summary>How many of what was replaced: "email" 3.</summary>
    public IReadOnlyDictionary<string, int> Scrubbed { get; init; } = EmptyCounts;

    /// <summary>Ids the source lists beside the text.</summary>
    public string Related { get; init; } = "";

    public static IReadOnlyDictionary<string, int> EmptyCounts { get; } = new Dictionary<string, int>();
}

/// <summary>All of a prepared document but its text, as JSON in a segment.</summary>
internal sealed record PreparedHead(int Source, Document Document, string? Reason = null, string? Detail = null, IReadOnlyDictionary<string, int>? Scrubbed = null, string? Related = null);
