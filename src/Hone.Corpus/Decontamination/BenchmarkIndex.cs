using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// The texts of benchmarks, to look documents up in: which share 13 words in a row with an item, and which are, as a whole or in one
/// paragraph or line, an item's near-twin (Jaccard similarity of word 5-grams, CVE ids left out). An item's twin must share one of its
/// rarer shingles (prefix filtering, Chaudhuri and others 2006), so only those are looked up, and what meets is compared exactly.
/// Reads nothing but its argument when it checks: any number of threads.
/// </summary>
internal sealed class BenchmarkIndex
{
    private readonly BenchmarkSpec _spec;
    private readonly BenchmarkItem[] _items;
    private readonly Postings _long;
    private readonly TwinSearch _twins;
    private readonly StockPhrases? _stock;

    public BenchmarkIndex(BenchmarkSpec spec, IReadOnlyList<BenchmarkSummary> benchmarks, BenchmarkItem[] items, ulong[] shingles, Postings rare, Postings @long)
    {
        (_spec, Benchmarks, _items, _long) = (spec, benchmarks, items, @long);
        _twins = new TwinSearch(spec, benchmarks, items, shingles, rare);
    }

    private BenchmarkIndex(BenchmarkIndex all, StockPhrases stock) =>
        (_spec, Benchmarks, _items, _long, _twins, _stock) = (all._spec, all.Benchmarks, all._items, all._long, all._twins, stock);

    /// <summary>What was read, for the report: a benchmark without items is not protected.</summary>
    public IReadOnlyList<BenchmarkSummary> Benchmarks { get; }

    /// <summary>
    /// Reads files, or every benchmark file below a folder. A file's benchmark is its name without the ending; in a folder it is the
    /// name of the first folder below, or of the file.
    /// </summary>
    public static BenchmarkIndex Load(IEnumerable<string> paths, BenchmarkSpec spec, CancellationToken cancel = default)
    {
        var builder = new BenchmarkIndexBuilder(spec);
        var benchmarks = new List<BenchmarkSummary>();
        foreach (var benchmark in Files(paths).GroupBy(file => file.Name))
        {
            int items = 0;
            long words = 0;
            foreach (BenchmarkIndexBuilder.ItemText item in OrderedParallel.Select(benchmark, file => builder.Prepare(BenchmarkFile.Read(file.Path, file.Relative)), cancel).SelectMany(file => file))
                if (builder.Add(benchmarks.Count, item))
                    (items, words) = (items + 1, words + item.Words);
            benchmarks.Add(new BenchmarkSummary(benchmark.Key, benchmark.Count(), items, words));
        }
        if (benchmarks.Count > 0 && benchmarks.All(benchmark => benchmark.Items == 0))
            throw new UserError($"{string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}: no text of {spec.MinWords} words or more", "Benchmarks are CSV, TSV, JSON or JSON Lines with the questions' text in them.");
        return builder.Build(benchmarks);
    }

    /// <summary>
    /// Counts over all documents which shared words are stock phrases, for <see cref="Without"/>. Where that is not done, all count.
    /// </summary>
    public StockPhrases CountPhrases() => new(_spec, _long, place => Benchmarks[_items[_long.ItemAt(place)].Benchmark].Name);

    /// <summary>The same index, in which stock phrases are no shared words. Twins stay twins.</summary>
    public BenchmarkIndex Without(StockPhrases stock) => new(this, stock);

    public ContaminationCheck Check(string text)
    {
        var shingled = Shingled.Of(text, _spec);
        var matches = new List<Contamination>();
        AddShared(text, shingled, matches);
        Contamination? nearest = _twins.Find(text, shingled, matches);
        return matches.Count == 0 && nearest is null ? ContaminationCheck.Nothing : new ContaminationCheck(matches, matches.Count == 0 ? nearest : null);
    }

    private void AddShared(string text, Shingled shingled, List<Contamination> matches)
    {
        for (int word = 0; word < shingled.Long.Length; word++)
        {
            var (from, to) = _long.PlaceOf(shingled.Long[word]);
            if (_stock?.IsStock(from) == true)
                continue;
            for (int place = from; place < to; place++)
            {
                BenchmarkItem item = _items[_long.ItemAt(place)];
                string benchmark = Benchmarks[item.Benchmark].Name;
                if (!matches.Exists(match => match.Benchmark == benchmark))
                    matches.Add(new Contamination(benchmark, ContaminationRule.SharedWords, 1, item.Place, shingled.Phrase(text, word, _spec.SharedWords), item.Excerpt));
            }
        }
    }

    private static IEnumerable<(string Name, string Path, string Relative)> Files(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                yield return (Stem(Path.GetFileName(path)), path, Path.GetFileName(path));
                continue;
            }
            var files = FileTree.List(path).Where(file => Sources.SourceFiles.HasEnding(file.Relative, BenchmarkFile.Endings)).ToList();
            if (files.Count == 0)
                throw new UserError($"{path}: no {string.Join(" or ", BenchmarkFile.Endings)} file in this folder", "Name the folder or the files in which the benchmarks' questions are.");
            foreach (var (full, relative) in files)
                yield return (relative.Contains('/') ? relative[..relative.IndexOf('/')] : Stem(relative), full, relative);
        }
    }

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(InputFile.IsGzip(file) ? file[..^3] : file);
}
