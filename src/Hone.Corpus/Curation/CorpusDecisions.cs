using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Dedup;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>What can be said of documents only beside all others: duplicates, then the sources' limits.</summary>
internal sealed class CorpusDecisions(CorpusSources sources, DocumentStore store, string work)
{
    private readonly Decisions _decisions = new(store);

    /// <param name="nearDuplicates">Jaccard similarity from which on two documents are one; 0: only equal ones.</param>
    public Decisions Decide(double nearDuplicates, IProgressReporter progress, CancellationToken cancel)
    {
        progress.Begin("Looking for duplicates", store.Count, "documents");
        DropCopies(Reasons.Duplicate, _decisions.Kept.GroupBy(document => store[document].DuplicateKey));
        if (nearDuplicates > 0)
            DropNearDuplicates(nearDuplicates, progress, cancel);
        cancel.ThrowIfCancellationRequested();
        ApplyLimits();
        progress.Report(store.Count);
        return _decisions;
    }

    private void DropNearDuplicates(double threshold, IProgressReporter progress, CancellationToken cancel)
    {
        int[] documents = [.. _decisions.Kept];
        DuplicateClusters found = NearDuplicates.Find(new ChosenTexts(store, documents), work, new NearDuplicateSpec { Threshold = threshold }, cancel);
        DropCopies(Reasons.NearDuplicate, Enumerable.Range(0, documents.Length).GroupBy(i => found.Clusters[i], i => documents[i]));
        if (found.Cuts.Count > 0)
            progress.Note($"near-duplicates: {found.Cuts.Count:N0} groups of very many alike texts were compared only with their neighbours, the largest of {found.Cuts[0].Texts:N0}");
    }

    /// <summary>Of every group of copies all but the one to keep.</summary>
    private void DropCopies<TKey>(string reason, IEnumerable<IGrouping<TKey, int>> groups)
    {
        foreach (int[] group in groups.Select(group => group.ToArray()).Where(group => group.Length > 1).ToArray())
        {
            int best = group.MinBy(Copy, KeepRule.Instance);
            foreach (int document in group)
                if (document != best)
                    _decisions.DropFor(document, best, reason);
        }
    }

    private DuplicateCopy Copy(int document)
    {
        DocumentFacts facts = store[document];
        return new DuplicateCopy(sources.IsDomain(facts.Source), SourceList.For(sources.All[facts.Source]).IsPublisher,
            store.Head(document).Document.Date, facts.Characters, facts.TextHash.ToString("x32", null), store.Label(document));
    }

    private void ApplyLimits()
    {
        for (int source = 0; source < sources.All.Count; source++)
        {
            if (sources.All[source].Limit is not { } limit)
                continue;
            int number = source;
            foreach (int document in _decisions.Kept.Where(document => store[document].Source == number).OrderBy(document => store[document].Order).ThenBy(document => document).Skip(limit).ToArray())
                _decisions.Drop(document, Reasons.BeyondLimit);
        }
    }
}
