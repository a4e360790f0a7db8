using System.Collections.Concurrent;

namespace Hone.Corpus.Decontamination;

/// <param name="Documents">Documents that have these words.</param>
internal sealed record StockPhrase(string Phrase, string Benchmark, int Documents);

/// <summary>
/// Counts in how many documents the words of benchmarks occur: what very many have is a licence, a disclaimer or a turn of phrase of
/// the trade ("the exploit has been disclosed to the public and may be used"), and not the item. Four bytes a shingle of the
/// benchmarks, whatever the number of documents; any number of threads, any order.
/// </summary>
internal sealed class StockPhrases(BenchmarkSpec spec, Postings shingles, Func<int, string> benchmarkAt)
{
    private readonly int[] _documents = new int[shingles.Count];
    private readonly ConcurrentDictionary<int, string> _phrases = [];

    public void Count(string text)
    {
        var shingled = Shingled.Of(text, spec);
        HashSet<int>? counted = null;
        for (int word = 0; word < shingled.Long.Length; word++)
        {
            var (from, to) = shingles.PlaceOf(shingled.Long[word]);
            if (from < to && (counted ??= []).Add(from) && Interlocked.Increment(ref _documents[from]) == spec.StockPhraseDocuments + 1)
                _phrases[from] = shingled.Phrase(text, word, spec.SharedWords);
        }
    }

    public bool IsStock(int place) => place < _documents.Length && _documents[place] > spec.StockPhraseDocuments;

    /// <summary>What does not count, the most frequent first, for a person to look at.</summary>
    public IReadOnlyList<StockPhrase> Phrases => [.. _phrases.Select(phrase => new StockPhrase(phrase.Value, benchmarkAt(phrase.Key), _documents[phrase.Key]))
        .OrderByDescending(phrase => phrase.Documents).ThenBy(phrase => phrase.Phrase, StringComparer.Ordinal)];
}
