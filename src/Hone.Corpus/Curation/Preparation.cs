using System.Buffers.Binary;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// What can be said of a document apart from all others, in this order: the source's own verdict, cleaning, benchmarks, length.
/// Pure: called from many threads.
/// </summary>
internal sealed class Preparation(ulong seed, int minCharacters, BenchmarkIds benchmarks)
{
    public PreparedDocument Prepare(IDocumentSource source, int number, SourceItem item)
    {
        string text = TextCleaner.Clean(item.Document.Text);
        if (source.ItemsStandAlone)
            text = benchmarks.WithoutItems(text);
        Document document = item.Document with { Text = text };
        Verdict verdict = item.Verdict.Kept ? Judge(document, item.Related) : item.Verdict;
        byte[] hash = document.ComputeHashBytes();
        var prepared = new PreparedDocument(number, document, verdict) { TextHash = BinaryPrimitives.ReadUInt128BigEndian(hash) };
        return !verdict.Kept ? prepared : prepared with
        {
            Share = StableHash.ShareOf(seed, "split", Convert.ToHexStringLower(hash)),
            DuplicateKey = ExactDuplicates.KeyOf(text),
            Order = StableHash.Of(seed, "limit", document.Id),
        };
    }

    private Verdict Judge(Document document, string related)
    {
        if ((benchmarks.FindIn(document.Id) ?? benchmarks.FindIn(related) ?? benchmarks.FindIn(document.Text)) is { } mention)
            return Verdict.Drop(Reasons.Benchmark, mention);
        if (document.Text.Length == 0)
            return Verdict.Drop(Reasons.Empty);
        return document.Text.Length < minCharacters ? Verdict.Drop(Reasons.TooShort, $"{document.Text.Length} characters") : Verdict.Keep;
    }
}
