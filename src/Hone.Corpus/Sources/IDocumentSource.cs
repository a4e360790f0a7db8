using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Sources;

/// <summary>Turns files of one kind into documents.</summary>
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
    bool ItemsStandAlone => false;

    /// <summary>Whether these are the words of whoever publishes them; of two equal documents the publisher's is kept.</summary>
    bool IsPublisher => true;

    /// <summary>Options after the path that this kind alone understands.</summary>
    IReadOnlyList<string> Options => [];

    /// <summary>What this machine lacks to read the kind, with the remedy as hint; null where it lacks nothing.</summary>
    UserError? Lacks => null;

    /// <summary>
    /// The pieces of the source, always the same in the same order. A piece is a file or so many lines of one: small enough that
    /// its documents fit into memory together. Only what makes the whole source unreadable is an error; a broken record is an item.
    /// </summary>
    IEnumerable<SourcePart> Parts(SourceReference reference);
}

/// <summary>A piece of a source, read apart from the others on any thread.</summary>
/// <param name="Name">What a person would call it: the file's path inside the source.</param>
/// <param name="Read">Reads its documents in their order; may be called again.</param>
internal sealed record SourcePart(string Name, Func<IEnumerable<SourceItem>> Read);

/// <summary>A document and the source's own opinion of it: revoked, rejected and the like are dropped with their reason.</summary>
internal readonly record struct SourceItem(Document Document, Verdict Verdict)
{
    /// <summary>Ids the source lists beside the text: a benchmark's CVE among them counts as mentioned.</summary>
    public string Related { get; init; } = "";

    public static SourceItem Keep(Document document) => new(document, Verdict.Keep);

    public static SourceItem Drop(Document document, string reason, string? detail = null) => new(document, Verdict.Drop(reason, detail));

    /// <summary>A record that cannot be read: it costs itself, is counted and named, and never stops the run.</summary>
    /// <param name="place">File inside the source and line: "2024.jsonl:17".</param>
    public static SourceItem Broken(SourceReference reference, string place, string problem) =>
        Drop(new Document { Id = place, Source = reference.Name, Text = "" }, Reasons.Broken, problem);
}

internal static class DocumentSources
{
    /// <summary>All documents of a source, one after the other.</summary>
    public static IEnumerable<SourceItem> Read(this IDocumentSource source, SourceReference reference) =>
        source.Parts(reference).SelectMany(part => part.Read());
}
