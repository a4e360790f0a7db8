using System.Text.Json;
using System.Text.RegularExpressions;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Decontamination;
using Hone.Corpus.Sources;
using Hone.Corpus.Tests.Dedup;

namespace Hone.Corpus.Tests.RealData;

/// <summary>
/// CVE documents against CTIBench, where a data-unpacked folder lies beside the repository: after the ids are taken out, some items
/// still have a twin among other CVEs. Who is a twin is said by shingles as strings in an inverted index. One document in
/// HONE_TWINS_EVERY is looked at (40 where nothing is said; 1 for all).
/// </summary>
public partial class BenchmarkTwinsTests
{
    [Fact]
    public void Check_CvesLeftAfterTheIds_FindsEveryTwinOfCtiBench()
    {
        string folder = DataFolder();
        int every = int.TryParse(Environment.GetEnvironmentVariable("HONE_TWINS_EVERY"), out int set) ? set : 40;
        string[] files = [.. new[] { "cti-vsp", "cti-rcm-2021" }.Select(name => Path.Combine(folder, "benchmarks/cti-bench/data", name + ".tsv"))];
        var truth = new Dictionary<string, List<int>>();
        var items = files.SelectMany((file, benchmark) => File.ReadLines(file).Skip(1).Select(row => (benchmark, Shingles: Shingles(row.Split('\t')[1])))).ToList();
        for (int item = 0; item < items.Count; item++)
            foreach (string shingle in items[item].Shingles)
                (truth.TryGetValue(shingle, out List<int>? holders) ? holders : truth[shingle] = []).Add(item);
        var ids = BenchmarkIds.Load(Path.Combine(folder, "benchmarks/benchmark_cve_ids.json"));
        var index = BenchmarkIndex.Load(files, new BenchmarkSpec());
        SourceReference reference = SourceReference.Parse($"cve:{Path.Combine(folder, "sources/cve/cve.jsonl")}", out _)!;
        IEnumerable<JsonLine> documents = JsonLineReader.Read(reference.Path).Where((_, line) => line % every == 0);
        StockPhrases stock = index.CountPhrases();
        foreach (JsonLine line in documents)
            stock.Count(Document(line, out _, out _));
        index = index.Without(stock);
        var best = new double[items.Count];
        int number = 0, twins = 0, removed = 0;
        var missed = new List<string>();
        foreach (JsonLine line in documents)
        {
            number++;
            string document = Document(line, out string id, out string description);
            if (ids.FindIn(id) is not null)
                continue;
            bool clean = index.Check(document).IsClean;
            double closest = Closest(Shingles(description));
            removed += clean ? 0 : 1;
            twins += closest >= 0.5 ? 1 : 0;
            if (closest >= 0.5 && clean)
                missed.Add(id);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{number} documents: {twins} twins, {removed} removed; items with a twin at 0.8 and 0.5: {Items(0, 0.8)} and {Items(0, 0.5)} of VSP (the CVEs of RCM), {Items(1, 0.8)} and {Items(1, 0.5)} of RCM-2021");
        Assert.Empty(missed);
        Assert.True(twins > 4000 / every, $"{twins} twins");
        Assert.InRange(removed, twins, twins * 8);

        static string Document(JsonLine line, out string id, out string description)
        {
            using JsonDocument json = JsonDocument.Parse(line.Utf8);
            id = json.RootElement.GetProperty("id").GetString()!;
            description = json.RootElement.TryGetProperty("description", out JsonElement text) ? text.GetString() ?? "" : "";
            return $"# {id}\n\n{TextCleaner.Clean(description)}\n\nThe weakness is CWE-79. CVSS 3.1 base score 6.1 (medium).";
        }

        double Closest(HashSet<string> shingles)
        {
            double closest = 0;
            foreach (var (item, shared) in shingles.SelectMany(shingle => truth.GetValueOrDefault(shingle) ?? []).CountBy(item => item))
            {
                double similarity = shared / (double)(shingles.Count + items[item].Shingles.Count - shared);
                best[item] = Math.Max(best[item], similarity);
                closest = Math.Max(closest, similarity);
            }
            return closest;
        }

        int Items(int benchmark, double bar) => items.Where((item, i) => item.benchmark == benchmark && best[i] >= bar).Count();
    }

    private static HashSet<string> Shingles(string text) => PlantedDuplicates.Shingles(CveId().Replace(text, " "), 5);

    private static string DataFolder()
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, "data-unpacked")))
                return Path.Combine(place.FullName, "data-unpacked");
        Assert.Skip("no data-unpacked folder beside the repository");
        return "";
    }

    [GeneratedRegex(@"cve-\d{4}-\d{4,}", RegexOptions.IgnoreCase)]
    private static partial Regex CveId();
}
