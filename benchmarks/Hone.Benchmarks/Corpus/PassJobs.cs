using System.Collections.Concurrent;
using System.Globalization;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Curation;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Dedup;
using Hone.Corpus.Quality;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Sources;

namespace Hone.Benchmarks.Corpus;

/// <summary>What is done to every document apart from all others, on all cores; texts are in memory, only CVEs are read from their file.</summary>
internal static class PassJobs
{
    /// <summary>The dump's lines to documents, as the curation reads a source: parts on all cores, their order kept.</summary>
    public static JobReport ParseCves(string file, int rounds)
    {
        using var folder = new WorkFolder();
        string path = RealData.FileIn(folder.Path, file);
        SourceReference reference = RealData.Reference($"cve:{path}");
        int documents = Count();
        return JobReport.OfPasses(rounds, new FileInfo(path).Length, Of(documents, "CVEs", new FileInfo(path).Length), () =>
        {
            if (Count() != documents)
                throw new InvalidOperationException("not the same documents as before");
        });

        int Count() => OrderedParallel.Select(SourceList.For(reference).Parts(reference), part => part.Read().Count(item => item.Document.Text.Length > 0), CancellationToken.None).Sum();
    }

    public static JobReport NormaliseAndHash(string file, int rounds)
    {
        string[] texts = RealData.Texts(file);
        return OverTexts(rounds, texts, "documents", () =>
        {
            var keys = new UInt128[texts.Length];
            ForEach(texts.Length, i => keys[i] = ExactDuplicates.KeyOf(TextCleaner.Clean(texts[i])));
            _ = new HashSet<UInt128>(keys).Count;
        });
    }

    public static JobReport Scrub(string[] texts, string unit, int rounds)
    {
        var scrubber = Scrubber.Create(new ScrubSpec());
        return OverTexts(rounds, texts, unit, () => ForEach(texts.Length, i => scrubber.Scrub(texts[i])));
    }

    /// <summary>All cleaning steps and all filters, the question whether a text is about security among them.</summary>
    public static JobReport CleanAndFilter(string[] files, int rounds)
    {
        SourceItem[] items = RealData.Documents(files);
        IReadOnlyList<IDocumentFilter> filters = QualityFilters.For(new QualitySpec(), "html", domain: true);
        var clean = new CleanSpec();
        return OverTexts(rounds, [.. items.Select(item => item.Document.Text)], "documents", () => ForEach(items.Length, i =>
        {
            Document document = items[i].Document with { Text = CleaningSteps.Apply(items[i].Document.Text, clean) };
            _ = filters.All(filter => filter.Judge(document).Kept);
        }));
    }

    /// <summary>Both rounds over the documents: stock phrases counted, then every document judged.</summary>
    public static JobReport Decontaminate(string benchmarks, string idFile, string[] files, int rounds)
    {
        var ids = BenchmarkIds.Load(RealData.PathOf(idFile));
        BenchmarkIndex? loaded = null;
        var (loading, _) = JobReport.Time(() => loaded = BenchmarkIndex.Load([RealData.PathOf(benchmarks)], new BenchmarkSpec()));
        BenchmarkIndex index = loaded ?? throw new InvalidOperationException("no index");
        SourceItem[] items = RealData.Documents(files);
        int count = index.Benchmarks.Sum(benchmark => benchmark.Items), found = 0;
        JobReport report = OverTexts(rounds, [.. items.Select(item => item.Document.Text)], string.Create(CultureInfo.InvariantCulture, $"documents against {count:N0} items of {index.Benchmarks.Count} benchmarks"), () =>
        {
            StockPhrases stock = index.CountPhrases();
            ForEach(items.Length, i => stock.Count(items[i].Document.Text));
            var decontaminator = new Decontaminator(ids, index.Without(stock));
            found = 0;
            ForEach(items.Length, i =>
            {
                if (!decontaminator.Check(items[i].Document, items[i].Related).IsClean)
                    Interlocked.Increment(ref found);
            });
        });
        return report with { Of = string.Create(CultureInfo.InvariantCulture, $"{report.Of}, {found:N0} found; reading the benchmarks took {loading:0.0} s before") };
    }

    private static JobReport OverTexts(int rounds, string[] texts, string unit, Action pass)
    {
        long bytes = RealData.Bytes(texts);
        return JobReport.OfPasses(rounds, bytes, Of(texts.Length, unit, bytes), pass);
    }

    private static string Of(int count, string unit, long bytes) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {unit}, {bytes / 1e6:0.0} MB, {Environment.ProcessorCount} threads");

    /// <summary>One at a time to whoever is free: documents differ a thousandfold in length.</summary>
    private static void ForEach(int count, Action<int> work) => Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), work);
}
