using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>What can be said of documents only beside all others: duplicates first, then the sources' limits.</summary>
internal sealed class CorpusDecisions(IReadOnlyList<SourceReference> sources, int domainSources, DocumentStore store)
{
    private readonly bool[] _publisher = [.. sources.Select(source => SourceList.For(source).IsPublisher)];

    public Decisions Decide(IProgressReporter progress, CancellationToken cancel)
    {
        var decisions = new Decisions(store);
        progress.Begin("Looking for duplicates", 0, "documents");
        DropExactDuplicates(decisions);
        cancel.ThrowIfCancellationRequested();
        ApplyLimits(decisions);
        return decisions;
    }

    private void DropExactDuplicates(Decisions decisions)
    {
        var best = new Dictionary<UInt128, int>();
        foreach (int document in decisions.Kept)
            if (!best.TryAdd(store[document].DuplicateKey, document) && IsBetter(document, best[store[document].DuplicateKey]))
                best[store[document].DuplicateKey] = document;
        foreach (int document in decisions.Kept)
            if (best[store[document].DuplicateKey] is var kept && kept != document)
                decisions.DropFor(document, kept, Reasons.Duplicate);
    }

    private bool IsBetter(int document, int than)
    {
        DocumentFacts a = store[document], b = store[than];
        bool aDomain = a.Source < domainSources, bDomain = b.Source < domainSources;
        return (aDomain, _publisher[a.Source], a.Day, a.Characters, -document).CompareTo((bDomain, _publisher[b.Source], b.Day, b.Characters, -than)) > 0;
    }

    private void ApplyLimits(Decisions decisions)
    {
        for (int source = 0; source < sources.Count; source++)
        {
            if (sources[source].Limit is not { } limit)
                continue;
            int number = source;
            foreach (int document in decisions.Kept.Where(document => store[document].Source == number).OrderBy(document => store[document].Order).ThenBy(document => document).Skip(limit).ToArray())
                decisions.Drop(document, Reasons.BeyondLimit);
        }
    }
}
