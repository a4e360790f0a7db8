using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources;

/// <summary>Turns files of one kind into documents, always in the same order, one at a time.</summary>
internal interface IDocumentSource
{
    /// <summary>The word before the colon in a recipe.</summary>
    string Kind { get; }

    /// <summary>One sentence for help pages.</summary>
    string Description { get; }

    /// <summary>
    /// Whether every list item of these documents is a fact of its own, so that an item which names a benchmark's CVE can be
    /// taken out and the rest kept. Elsewhere such a document is dropped.
    /// </summary>
    bool ItemsStandAlone { get; }

    IEnumerable<SourceItem> Read(SourceReference reference);
}

/// <summary>A document and the source's own opinion of it: revoked, rejected and the like are dropped with their reason.</summary>
internal readonly record struct SourceItem(Document Document, Verdict Verdict)
{
    /// <summary>Ids the source lists beside the text: a benchmark's CVE among them counts as mentioned.</summary>
    public string Related { get; init; } = "";

    public static SourceItem Keep(Document document) => new(document, Verdict.Keep);

    public static SourceItem Drop(Document document, string reason, string? detail = null) => new(document, Verdict.Drop(reason, detail));
}
