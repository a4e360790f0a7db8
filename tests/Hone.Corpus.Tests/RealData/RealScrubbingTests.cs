using System.Text.Json;
using Hone.Core.Security;
using Hone.Corpus.Scrubbing;

namespace Hone.Corpus.Tests.RealData;

/// <summary>Scrubbing of published reports and real mails, where a data-unpacked folder lies beside the repository.</summary>
public class RealScrubbingTests
{
    private static readonly Scrubber _scrubber = Scrubber.Create(new ScrubSpec());

    [Fact]
    public void Reports_Indicators_Survive()
    {
        int all = 0, lost = 0;
        foreach (string text in Texts("documents/cyber.jsonl", 120, "annoctr-report"))
        {
            List<ScrubSpan> spans = _scrubber.Find(text, out _);
            foreach (Indicator indicator in Indicators.Find(text).Where(i => i.Kind != IndicatorKind.Email))
            {
                all++;
                lost += spans.Any(s => s.Start < indicator.Start + indicator.Length && indicator.Start < s.End) ? 1 : 0;
            }
        }

        Assert.InRange(all, 1000, int.MaxValue);
        Assert.InRange(1 - lost / (double)all, 0.99, 1);
    }

    [Fact]
    public void Mails_ScrubbedTwice_ChangeNoMore()
    {
        string folder = Folder("sources/spam-assassin");
        foreach (string path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(300))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            string text = json.RootElement.GetProperty("text").GetString()!;

            string once = _scrubber.Scrub(text).Text;

            Assert.Equal(once, _scrubber.Scrub(once).Text);
        }
    }

    private static IEnumerable<string> Texts(string path, int most, string source) =>
        File.ReadLines(Folder(path)).Select(l => JsonDocument.Parse(l).RootElement).Where(d => d.GetProperty("source").GetString() == source).Take(most).Select(d => d.GetProperty("text").GetString()!);

    private static string Folder(string path)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Path.Exists(Path.Combine(place.FullName, "data-unpacked", path)))
                return Path.Combine(place.FullName, "data-unpacked", path);
        Assert.Skip($"no data-unpacked/{path} beside the repository");
        return "";
    }
}
