using System.Diagnostics;
using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Poison;
using Hone.Corpus.Quality;

namespace Hone.Corpus.Tests.RealData;

/// <summary>What the filters do to text of this field, which those made for web pages throw away.</summary>
public class RealFilterTests(ITestOutputHelper output)
{
    private static readonly QualitySpec Spec = new();

    [Fact]
    public void Filters_2000Cves_KeepNearlyAll()
    {
        string[] texts = [.. Cves().Take(2000)];

        Assert.Equal(2000, texts.Length);
        Assert.True(Kept("CVEs", texts, new QualityFilter(Spec)) >= 0.999);
        Assert.True(Kept("CVEs", texts, new LanguageFilter(Spec)) >= 0.998);
        Assert.True(Kept("CVEs", texts, new RelevanceFilter(Spec)) >= 0.993);
        Assert.True(texts.Count(text => QualityFilters.For(Spec, "jsonl", domain: true).All(filter => filter.Judge(Of(text)).Kept)) >= 1980);
    }

    [Fact]
    public void Filters_LogsRulesAndTables_Stay()
    {
        string sources = Path.Combine(RealFolder.Require(), "sources");
        string[] files = [.. ((string[])["loghub", "zeek-logs", "yara", "suricata", "sysmon-config"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(sources, folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".log" or ".yar" or ".rules" or ".xml" && new FileInfo(path).Length is > 300 and < 3_000_000).Order(StringComparer.Ordinal).Take(400)];
        string[] texts = [.. files.Select(path => TextCleaner.Clean(File.ReadAllText(path))).Select(text => text[..Math.Min(text.Length, 20_000)])];

        Assert.True(texts.Length > 50, $"{texts.Length} files");
        Assert.True(Kept("logs and rules", texts, new QualityFilter(Spec)) >= 0.99);
        Assert.True(Kept("logs and rules", texts, new LanguageFilter(Spec)) >= 0.99);
    }

    [Fact]
    public void Filters_SecurityDocuments_LoseFewAndRepairsAreRare()
    {
        string[] texts = [.. RealFolder.Documents("cyber2.jsonl").Concat(RealFolder.Documents("cyber.jsonl").Where((_, i) => i % 10 == 0)).Select(d => CleaningSteps.Apply(d.Text, new CleanSpec()))];

        Assert.True(Kept("security", texts, new QualityFilter(Spec)) >= 0.995);
        Assert.True(Kept("security", texts, new LanguageFilter(Spec)) >= 0.999);
        Assert.True(Kept("security", texts, new RelevanceFilter(Spec)) >= 0.97);
        Assert.True(texts.Count(text => ModelInstructions.Find(text).Count > 0) <= 5);
    }

    [Fact]
    public void Relevance_GeneralDocuments_AreMostlyDropped()
    {
        string[] texts = [.. RealFolder.Documents("general2.jsonl").Where((_, i) => i % 10 == 0).Select(d => d.Text)];

        Assert.True(Kept("general", texts, new RelevanceFilter(Spec)) <= 0.06);
        Assert.True(Kept("general", texts, new QualityFilter(Spec)) >= 0.995);
        Assert.True(Kept("general", texts, new LanguageFilter(Spec)) >= 0.998);
    }

    /// <summary>By hand: characters a second of one thread, of processor time.</summary>
    [Fact(Explicit = true)]
    public void Speed_Report()
    {
        string[] texts = [.. RealFolder.Documents("cyber.jsonl").Where((_, i) => i % 3 == 0).Concat(RealFolder.Documents("general2.jsonl").Where((_, i) => i % 20 == 0)).Select(d => d.Text)];
        double characters = texts.Sum(text => (double)text.Length);
        QualityFilter quality = new(Spec);
        LanguageFilter language = new(Spec);
        RelevanceFilter relevance = new(Spec);
        (string Name, Action<string> Do)[] steps =
        [
            ("hidden text", text => HiddenText.Find(text)), ("repairs", text => EntityRepair.Repair(EncodingRepair.Repair(text))), ("cleaner", text => TextCleaner.Clean(text)),
            ("boilerplate", text => Boilerplate.Remove(text)), ("quality", text => quality.Judge(Of(text))), ("language", text => language.Judge(Of(text))),
            ("relevance", text => relevance.Judge(Of(text))), ("orders to models", text => ModelInstructions.Find(text)),
        ];
        double all = 0;
        foreach (var (name, action) in steps.Concat(steps))
        {
            TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
            foreach (string text in texts)
                action(text);
            double seconds = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
            all = name == steps[0].Name ? seconds : all + seconds;
            output.WriteLine($"{name}: {characters / seconds / 1e6:0.0} M characters/s");
        }
        output.WriteLine($"all of {texts.Length} documents, {characters / 1e6:0.0} M characters: {characters / all / 1e6:0.0} M characters/s");
    }

    private double Kept(string name, string[] texts, IDocumentFilter filter)
    {
        Verdict[] verdicts = [.. texts.Select(text => filter.Judge(Of(text)))];
        int kept = verdicts.Count(verdict => verdict.Kept);
        output.WriteLine($"{name}, {filter.GetType().Name}: {kept} of {texts.Length} kept; {string.Join(", ", verdicts.Where(v => !v.Kept).GroupBy(v => v.Reason).Select(g => $"{g.Key} {g.Count()}"))}");
        for (int i = 0, shown = 0; i < texts.Length && shown < 6; i++)
            if (!verdicts[i].Kept && shown++ >= 0)
                output.WriteLine($"    {verdicts[i].Reason}, {verdicts[i].Detail}: {texts[i][..Math.Min(90, texts[i].Length)].ReplaceLineEndings(" ")}");
        return kept / (double)texts.Length;
    }

    private static Document Of(string text) => new() { Id = "1", Source = "s", Text = text };

    private static IEnumerable<string> Cves()
    {
        int n = 0;
        foreach (JsonLine line in JsonLineReader.Read(Path.Combine(RealFolder.Require(), "sources", "cve", "cve.jsonl")))
        {
            if (n++ % 101 != 0)
                continue;
            using JsonDocument json = JsonDocument.Parse(line.Utf8);
            string text = json.RootElement.GetProperty("description").GetString()!;
            if (!text.Contains("** REJECT", StringComparison.Ordinal) && !text.StartsWith("Rejected reason", StringComparison.Ordinal) && text.Length >= 50)
                yield return text;
        }
    }
}
