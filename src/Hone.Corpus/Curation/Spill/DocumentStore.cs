using Hone.Core.Documents;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Curation.Spill;

/// <summary>
/// All documents of the first pass in an order that does not depend on how they came: by the hash of their text, then by source
/// and id. What is decided by number is therefore the same for shuffled inputs and any number of threads.
/// </summary>
internal sealed class DocumentStore : IDocumentTexts, IDisposable
{
    private readonly Segment[] _segments;
    private readonly DocumentFacts[] _facts;

    private DocumentStore(Segment[] segments, DocumentFacts[] facts) => (_segments, _facts) = (segments, facts);

    public int Count => _facts.Length;

    public DocumentFacts this[int document] => _facts[document];

    /// <summary>How many segments are whole, and how many parts of the sources are done with them.</summary>
    public static (int Segments, int Parts) Finished(string directory)
    {
        int segments = 0, parts = 0;
        while (File.Exists(SegmentWriter.PathOf(directory, segments)))
        {
            using var segment = new Segment(SegmentWriter.PathOf(directory, segments), segments);
            parts = segment.PartsDone;
            segments++;
        }
        return (segments, parts);
    }

    public static DocumentStore Open(string directory)
    {
        Segment[] segments = [.. Enumerable.Range(0, Finished(directory).Segments).Select(i => new Segment(SegmentWriter.PathOf(directory, i), i))];
        DocumentFacts[] facts = [.. segments.SelectMany(segment => segment.Facts())];
        Array.Sort(facts, (a, b) => a.TextHash.CompareTo(b.TextHash) is not 0 and var order ? order : CompareHeads(segments, a, b));
        return new DocumentStore(segments, facts);
    }

    public string Text(int document) => _segments[_facts[document].Segment].Text(_facts[document].Offset);

    /// <summary>All but the text.</summary>
    public PreparedHead Head(int document) => _segments[_facts[document].Segment].Head(_facts[document].Offset);

    public Document Document(int document) => Head(document).Document with { Text = Text(document) };

    /// <summary>"attack:enterprise.json T1059": what a person finds the document by.</summary>
    public string Label(int document)
    {
        Document head = Head(document).Document;
        return $"{head.Source} {head.Id}";
    }

    public void Dispose()
    {
        foreach (Segment segment in _segments)
            segment.Dispose();
    }

    private static int CompareHeads(Segment[] segments, DocumentFacts a, DocumentFacts b)
    {
        if (a.Segment == b.Segment && a.Offset == b.Offset)
            return 0;
        PreparedHead x = segments[a.Segment].Head(a.Offset), y = segments[b.Segment].Head(b.Offset);
        return string.CompareOrdinal(x.Document.Source, y.Document.Source) is not 0 and var source ? source
            : string.CompareOrdinal(x.Document.Id, y.Document.Id) is not 0 and var id ? id
            : string.CompareOrdinal(x.Detail, y.Detail);
    }
}
