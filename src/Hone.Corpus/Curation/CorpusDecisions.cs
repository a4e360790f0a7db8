using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Poison;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// What can be said of documents only beside all others, in this order: benchmarks, duplicates, paragraphs that many share, poison, limits.
/// A near-duplicate of what gives a benchmark away goes with it.
/// </summary>
internal sealed class CorpusDecisions(CorpusSources sources, DocumentStore store, string work, IProgressReporter progress, CancellationToken cancel)
{
    private readonly List<int> _contaminated = [];

    public Decisions Decisions { get; } = new(store);

    public FinalTexts Texts { get; } = new(store, sources);

    public ContaminationReport? Contamination { get; private set; }

    /// <summary>Words of benchmarks that so many documents have that they give nothing away.</summary>
    public IReadOnlyList<StockPhrase> StockPhrases { get; private set; } = [];

    public void DropBenchmarks(BenchmarkIds ids, BenchmarkIndex index, int minCharacters)
    {
        int[] before = [.. Decisions.Kept];
        (Contamination, StockPhrases) = new ContaminationPass(sources, store, Texts, Decisions).Run(ids, index, minCharacters, progress, cancel);
        _contaminated.AddRange(before.Where(document => !Decisions.IsKept(document)));
    }

    public void DropDuplicates()
    {
        progress.Begin("Looking for duplicates", store.Count, "documents");
        DropCopies(Reasons.Duplicate, Decisions.Kept.Concat(_contaminated).GroupBy(document => store[document].DuplicateKey));
        progress.Report(store.Count);
    }

    /// <param name="threshold">Jaccard similarity from which on two documents are one.</param>
    public void DropNearDuplicates(double threshold)
    {
        progress.Begin("Looking for near-duplicates", store.Count, "documents");
        int[] documents = [.. Decisions.Kept.Concat(_contaminated).Order()];
        DuplicateClusters found = NearDuplicates.Find(new ChosenTexts(store, documents), work, new NearDuplicateSpec { Threshold = threshold }, cancel);
        DropCopies(Reasons.NearDuplicate, Enumerable.Range(0, documents.Length).GroupBy(i => found.Clusters[i], i => documents[i]));
        progress.Report(store.Count);
        if (found.Cuts.Count > 0)
            progress.Note($"near-duplicates: {found.Cuts.Count:N0} groups of very many alike texts were compared only with their neighbours, the largest of {found.Cuts[0].Texts:N0}");
    }

    public void StripRepeatedParagraphs(int minCharacters)
    {
        int[] documents = [.. Decisions.Kept.Where(document => !SourceList.For(sources.All[store[document].Source]).IsPublisher)];
        progress.Begin("Looking for repeated paragraphs", documents.Length, "documents");
        Texts.Repeated = RepeatedParagraphs.Find(new ChosenTexts(Texts, documents), clusters: null, new RepeatedParagraphsSpec(), cancel);
        int[] lengths = [.. OrderedParallel.Select(documents.Chunk(256), batch => batch.Select(document => Texts.Text(document).Length).ToArray(), cancel).SelectMany(batch => batch)];
        for (int i = 0; i < documents.Length; i++)
            if (lengths[i] < Math.Max(1, minCharacters))
                Decisions.Drop(documents[i], Reasons.TooShort, $"{lengths[i]} characters without paragraphs that many documents share");
        progress.Report(documents.Length);
        if (Texts.Repeated.Paragraphs.Count > 0)
            progress.Note($"repeated paragraphs: {Texts.Repeated.Paragraphs.Count:N0} are in more than {new RepeatedParagraphsSpec().Documents} documents and were taken out, notices everywhere, others of all but one");
    }

    /// <param name="released">"SOURCE ID" of those that somebody has cleared.</param>
    public void SetPoisonAside(PoisonSpec spec, IEnumerable<string> released)
    {
        int[] documents = [.. Decisions.Kept.Where(document => sources.IsDomain(store[document].Source))];
        HashSet<string> cleared = [.. released];
        progress.Begin("Looking for poison", documents.Length, "documents");
        foreach (Suspect suspect in PoisonScreen.Find(new ChosenTexts(Texts, documents), spec, i => Facts(documents[i]), cancel))
            if (!cleared.Contains(store.Label(documents[suspect.Document])))
                Decisions.Drop(documents[suspect.Document], suspect.Reason, suspect.Evidence);
        progress.Report(documents.Length);
    }

    public void ApplyLimits()
    {
        for (int source = 0; source < sources.All.Count; source++)
        {
            if (sources.All[source].Limit is not { } limit)
                continue;
            int number = source;
            foreach (int document in Decisions.Kept.Where(document => store[document].Source == number).OrderBy(document => store[document].Order).ThenBy(document => document).Skip(limit).ToArray())
                Decisions.Drop(document, Reasons.BeyondLimit);
        }
    }

    /// <summary>Of every group of copies all but the one to keep; all of them where one gives a benchmark away.</summary>
    private void DropCopies<TKey>(string reason, IEnumerable<IGrouping<TKey, int>> groups)
    {
        foreach (int[] group in groups.Select(group => group.ToArray()).Where(group => group.Length > 1).ToArray())
        {
            int contaminated = Array.Find(group, document => !Decisions.IsKept(document)) is var found && !Decisions.IsKept(found) ? found : -1;
            int best = contaminated >= 0 ? contaminated : group.MinBy(Copy, KeepRule.Instance);
            foreach (int document in group)
                if (document != best && Decisions.IsKept(document))
                {
                    Decisions.DropFor(document, best, contaminated >= 0 ? Reasons.Benchmark : reason);
                    if (contaminated >= 0)
                        _contaminated.Add(document);
                }
        }
    }

    /// <summary>What hid in the text as it came was found while it was read.</summary>
    private SourceFacts Facts(int document)
    {
        Document head = store.Head(document).Document;
        return new SourceFacts(head.Source, Author: null, head.Date);
    }

    private DuplicateCopy Copy(int document)
    {
        DocumentFacts facts = store[document];
        return new DuplicateCopy(sources.IsDomain(facts.Source), SourceList.For(sources.All[facts.Source]).IsPublisher,
            store.Head(document).Document.Date, facts.Characters, facts.TextHash.ToString("x32", null), store.Label(document));
    }
}
