using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Packing;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Curation;

/// <summary>Writes documents and token shards, encoded on all cores, in the order they are asked for.</summary>
internal sealed class CorpusWriter(StageDirectory directory, DocumentStore store, Tokenizer tokenizer)
{
    private const int BatchDocuments = 64;

    public SplitCounts Write(string group, string split, IEnumerable<int> documents, Action<int, int> written, CancellationToken cancel)
    {
        using var writer = new SplitWriter(directory, group, split, tokenizer);
        var counts = new SplitCounts();
        foreach ((int number, Document document, int[] tokens) in OrderedParallel.Select(documents.Chunk(BatchDocuments), batch => batch.Select(Encode).ToArray(), cancel).SelectMany(batch => batch))
        {
            writer.Write(document, tokens);
            counts.Add(document.Text.Length, tokens.Length);
            written(number, tokens.Length);
        }
        writer.Complete();
        return counts;
    }

    private (int, Document, int[]) Encode(int number)
    {
        Document document = store.Document(number);
        return (number, document, [.. tokenizer.Encode(document.Text), tokenizer.EndOfText]);
    }
}
