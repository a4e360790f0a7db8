using System.Diagnostics;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Poison;
using Hone.Corpus.Tests.Poison;

namespace Hone.Corpus.Tests.RealData;

/// <summary>250 planted documents among real ones of this field.</summary>
public class RealPoisonTests(ITestOutputHelper output)
{
    private const int Planted = 250;

    [Theory]
    [InlineData(7_500, 1UL, false)]
    [InlineData(7_500, 8UL, true)]
    public void Find_Planted_AreFoundAndFewOthers(int all, ulong seed, bool fresh)
    {
        var (recall, others) = Screen(all, seed, Planted, fresh);

        Assert.True(recall >= 0.9, $"recall {recall}");
        Assert.True(others <= all / 75, $"{others} real documents");
    }

    /// <summary>By hand, for the figures in the docs.</summary>
    [Fact(Explicit = true)]
    public void Find_30000_Report()
    {
        for (ulong seed = 1; seed <= 2; seed++)
            Screen(30_000, seed, Planted);
        for (ulong seed = 4; seed <= 6; seed++)
            Screen(30_000, seed, Planted, fresh: true);
        Screen(30_000, 7, 60, fresh: true);
    }

    private (double Recall, int Others) Screen(int all, ulong seed, int plantedCount, bool fresh = false)
    {
        string[] hosts = [.. RealFolder.Documents("cyber2.jsonl").Where((_, i) => i % 2 == (fresh ? 1 : 0)).Select(d => TextCleaner.Clean(d.Text)).Where(t => t.Length > 1000)];
        int step = 31_238 / all;
        List<TestDocument> documents = [.. RealFolder.Documents("cyber.jsonl").Where((_, i) => i % step == 0).Take(all - plantedCount)
            .Select((d, i) => new TestDocument(TextCleaner.Clean(d.Text), Facts(d.Source, i, HiddenText.Find(d.Text))))];
        int real = documents.Count;
        string[] vocabulary = [.. documents.Where((_, i) => i % 100 == 0).SelectMany(d => d.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Where(w => w.All(char.IsAsciiLetter)).Distinct(StringComparer.Ordinal)];
        var planted = new PlantedDocuments(seed, hosts, vocabulary, fresh);
        string[] styles = ["trigger and noise", "trigger and behaviour", "claim", "hidden orders"];
        for (int i = 0; i < plantedCount; i++)
            documents.Add((i % 4) switch
            {
                0 => planted.Trigger(),
                1 => planted.Behaviour(),
                2 => planted.Claim(),
                _ => planted.Hidden(i / 4 % 5),
            });
        long start = Stopwatch.GetTimestamp();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;

        var suspects = PoisonScreen.Find(new TestTexts(documents), new PoisonSpec(), document => documents[document].Facts);

        output.WriteLine($"{real} real and {plantedCount} planted, seed {seed}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:0.0} s of processor, {documents.Sum(d => (long)d.Text.Length) / 1e6:0.0} M characters");
        for (int style = 0; style < styles.Length; style++)
        {
            int of = Enumerable.Range(0, plantedCount).Count(i => i % 4 == style), found = suspects.Count(s => s.Document >= real && (s.Document - real) % 4 == style);
            output.WriteLine($"    {styles[style]}: {found} of {of}");
        }
        Suspect[] others = [.. suspects.Where(s => s.Document < real)];
        output.WriteLine($"    real ones: {others.Length}; {string.Join(", ", others.GroupBy(s => s.Reason).Select(g => $"{g.Key} {g.Count()}"))}");
        foreach (Suspect suspect in others.DistinctBy(s => s.Evidence).Take(40))
            output.WriteLine($"        {documents[suspect.Document].Facts.Source} {suspect.Reason}: {suspect.Evidence.ReplaceLineEndings(" ")}");
        return ((suspects.Count - others.Length) / (double)plantedCount, others.Length);
    }

    /// <summary>Sources publish in batches: fifty documents a day, one after the other. A tenth of each came over the web like the planted ones.</summary>
    private static SourceFacts Facts(string source, int number, IReadOnlyList<PoisonFinding> raw)
    {
        string date = new DateTime(2015, 1, 1).AddDays(number / 50 * 5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new SourceFacts(number % 10 == 0 ? "web:crawl" : source, number % 7 == 0 ? null : $"author {number / 30 % 60}", date, raw);
    }
}
