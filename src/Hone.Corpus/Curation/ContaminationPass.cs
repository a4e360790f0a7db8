using Hone.Core.Documents;
using Hone.Core.Runs;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation.Spill;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Curation;

/// <summary>
/// Drops what gives benchmarks away. Two rounds over all documents: the first counts which words of the benchmarks are stock phrases
/// of the trade, the second judges. Where list items stand alone, only the item goes.
/// </summary>
internal sealed class ContaminationPass(CorpusSources sources, DocumentStore store, FinalTexts texts, Decisions decisions)
{
    private readonly bool[] _itemsStandAlone = [.. sources.All.Select(source => SourceList.For(source).ItemsStandAlone)];

    public (ContaminationReport Report, IReadOnlyList<StockPhrase> Stock) Run(BenchmarkIds ids, BenchmarkIndex index, int minCharacters, IProgressReporter progress, CancellationToken cancel)
    {
        int[] documents = [.. decisions.Kept];
        var options = new ParallelOptions { CancellationToken = cancel };
        StockPhrases stock = index.CountPhrases();
        progress.Begin("Looking for benchmarks", documents.Length, "documents");
        Parallel.ForEach(documents, options, document => stock.Count(store.Text(document)));
        var decontaminator = new Decontaminator(ids, index.Without(stock));
        texts.Decontaminator = decontaminator;
        var report = new ContaminationReport();
        foreach ((int document, ContaminationCheck check, bool mended) in OrderedParallel.Select(documents.Chunk(256), batch => batch.Select(Judge).ToArray(), cancel).SelectMany(batch => batch))
        {
            if (mended)
                texts.TakeItemsOut(document);
            else if (check.Matches is [var match, ..])
                decisions.Drop(document, Reasons.Benchmark, $"{match.Benchmark}: {Words(match)}");
        }
        progress.Report(documents.Length);
        return (report, stock.Phrases);

        (int Document, ContaminationCheck Check, bool Mended) Judge(int document)
        {
            PreparedHead head = store.Head(document);
            Document whole = head.Document with { Text = store.Text(document) };
            ContaminationCheck check = decontaminator.Check(whole, head.Related ?? "");
            report.Add($"{whole.Source} {whole.Id}", check);
            return (document, check, !check.IsClean && _itemsStandAlone[head.Source] && IsMended(whole, decontaminator));
        }

        bool IsMended(Document whole, Decontaminator by)
        {
            string rest = by.WithoutItems(whole.Text);
            return rest.Length >= minCharacters && by.Check(whole with { Text = rest }, "").IsClean;
        }
    }

    private static string Words(Contamination match) => match.Rule switch
    {
        ContaminationRule.Id => $"names {match.Place}",
        ContaminationRule.SharedWords => $"shares with {match.Place} \"{match.Passage}\"",
        _ => FormattableString.Invariant($"{match.Similarity:0.00} alike to {match.Place}"),
    };
}
