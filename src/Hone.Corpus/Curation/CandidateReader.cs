using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// Reads sources and decides about every document, in this order: the source's own verdict, benchmarks, cleaning, length, the
/// source's limit, duplicates. The order matters: a limit of 1,000 gives 1,000 usable documents, less only duplicates.
/// </summary>
internal sealed class CandidateReader(ulong seed, int minCharacters, BenchmarkIds benchmarks)
{
    private readonly ExactDuplicates _duplicates = new();

    /// <summary>Every document of the source with its verdict. Duplicates are found among all sources read by this reader so far.</summary>
    public IEnumerable<Candidate> Read(SourceReference reference, CancellationToken cancel)
    {
        LowestHashes? chosen = reference.Limit is { } limit ? Choose(reference, limit, cancel) : null;
        foreach (Candidate candidate in Prepared(reference, cancel))
        {
            if (!candidate.Verdict.Kept)
                yield return candidate;
            else if (chosen?.Take(candidate.Order) == false)
                yield return candidate with { BeyondLimit = true };
            else
                yield return _duplicates.FindOrAdd(candidate.DuplicateKey, $"{candidate.Document.Source} {candidate.Document.Id}") is { } first
                    ? candidate with { Verdict = Verdict.Drop(Reasons.Duplicate, $"same text as {first}") }
                    : candidate;
        }
    }

    private LowestHashes Choose(SourceReference reference, int limit, CancellationToken cancel)
    {
        var lowest = new LowestHashes(limit);
        foreach (Candidate candidate in Prepared(reference, cancel))
            if (candidate.Verdict.Kept)
                lowest.Offer(candidate.Order);
        return lowest;
    }

    private IEnumerable<Candidate> Prepared(SourceReference reference, CancellationToken cancel)
    {
        IDocumentSource source = SourceList.For(reference);
        return ParallelBatches.Select(source.Read(reference), item => item.Document.Text.Length, item => Prepare(source, reference, item), cancel);
    }

    private Candidate Prepare(IDocumentSource source, SourceReference reference, SourceItem item)
    {
        string text = TextCleaner.Clean(item.Document.Text);
        if (source.ItemsStandAlone)
            text = benchmarks.WithoutItems(text);
        Document document = item.Document with { Text = text };
        Verdict verdict = item.Verdict.Kept ? Judge(document, item.Related) : item.Verdict;
        var candidate = new Candidate(reference, document, verdict);
        return !verdict.Kept ? candidate : candidate with
        {
            TextHash = document.ComputeHash(),
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
