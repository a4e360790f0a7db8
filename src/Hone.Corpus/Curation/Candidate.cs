using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>A document on its way into the corpus: cleaned, judged, and with the hashes that decide the rest.</summary>
internal sealed record Candidate(SourceReference Source, Document Document, Verdict Verdict)
{
    /// <summary>SHA-256 of the cleaned text: decides the split.</summary>
    public string TextHash { get; init; } = "";

    /// <summary>Hash without case and white space: decides whether it is a duplicate.</summary>
    public UInt128 DuplicateKey { get; init; }

    /// <summary>Its place when a source is limited to so many documents.</summary>
    public ulong Order { get; init; }

    /// <summary>Left out only because its source is limited: counted, not written.</summary>
    public bool BeyondLimit { get; init; }
}
