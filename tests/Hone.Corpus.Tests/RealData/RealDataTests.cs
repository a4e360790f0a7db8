using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.RealData;

/// <summary>The readers on the catalogues as published, where a data-unpacked folder lies beside the repository.</summary>
public class RealDataTests
{
    [Theory]
    [InlineData("attack/enterprise-attack.json", "T", 691, 172, 784, 52, 44, 691)]
    [InlineData("attack/mobile-attack.json", "T", 124, 17, 122, 3, 13, 124)]
    [InlineData("attack/ics-attack.json", "T", 83, 14, 23, 7, 52, 83)]
    public void Attack_Bundle_GivesEveryLivingObject(string path, string letter, int techniques, int groups, int software, int campaigns, int mitigations, int strategies)
    {
        string[] kept = [.. Kept("attack", path).Select(d => d.Id)];

        Assert.Equal(techniques, kept.Count(id => id.StartsWith(letter, StringComparison.Ordinal) && char.IsAsciiDigit(id[1])));
        Assert.Equal(groups, kept.Count(id => id[0] == 'G'));
        Assert.Equal(software, kept.Count(id => id[0] == 'S'));
        Assert.Equal(campaigns, kept.Count(id => id[0] == 'C'));
        Assert.Equal(mitigations, kept.Count(id => id[0] == 'M'));
        Assert.Equal(strategies, kept.Count(id => id.StartsWith("DET", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("attack", "attack/enterprise-attack.json")]
    [InlineData("attack", "attack/mobile-attack.json")]
    [InlineData("attack", "attack/ics-attack.json")]
    [InlineData("capec", "attack/stix-capec.json")]
    public void Stix_Documents_HoldNoRestsOfTheWebPage(string kind, string path)
    {
        foreach (var document in Kept(kind, path))
        {
            Assert.StartsWith($"# {document.Id}", document.Text, StringComparison.Ordinal);
            Assert.True(document.Text.Length > 80, document.Id);
            foreach (string rest in (string[])["(Citation:", "](https://attack.mitre.org", "<code>", "xhtml:", "[REF-"])
                Assert.False(document.Text.Contains(rest, StringComparison.Ordinal), $"{document.Id} holds {rest}");
        }
    }

    [Fact]
    public void Capec_Bundle_GivesEveryLivingPattern() => Assert.Equal(558, Kept("capec", "attack/stix-capec.json").Length);

    [Fact]
    public void Cwe_Csv_GivesEveryWeakness()
    {
        var documents = Kept("cwe", "cwe/v3-2018/1000.csv");

        Assert.Equal(714, documents.Length);
        foreach (string packed in (string[])["SCOPE:", "PHASE:", "EFFECTIVENESS:", "REFERENCE:CVE", "NATURE:"])
            Assert.All(documents, d => Assert.DoesNotContain(packed, d.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Cve_Records_AreToldOrRejected()
    {
        SourceItem[] items = Read("cve", "cve5/cve5.jsonl");

        Assert.Equal(3153, items.Length);
        Assert.Equal(9, items.Count(i => i.Verdict.Reason == Reasons.Rejected));
        Assert.Equal(9, items.Count(i => !i.Verdict.Kept));
    }

    [Fact]
    public void Cve_Merged_DropsWhatIsRejected()
    {
        int all = 0, rejected = 0;
        foreach (SourceItem item in Stream("cve", "cve/cve.jsonl"))
        {
            all++;
            rejected += item.Verdict.Reason == Reasons.Rejected ? 1 : 0;
        }

        Assert.Equal(281_882, all);
        Assert.InRange(rejected, 10_020, 10_500);
    }

    private static Core.Documents.Document[] Kept(string kind, string path) => [.. Read(kind, path).Where(i => i.Verdict.Kept).Select(i => i.Document)];

    private static SourceItem[] Read(string kind, string path) => [.. Stream(kind, path)];

    private static IEnumerable<SourceItem> Stream(string kind, string path)
    {
        string? folder = Find("data-unpacked");
        if (folder is null)
            Assert.Skip("no data-unpacked folder beside the repository");
        SourceReference reference = SourceReference.Parse($"{kind}:{Path.Combine(folder, "sources", path)}", out _)!;
        return SourceList.For(reference).Read(reference);
    }

    private static string? Find(string name)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, name)))
                return Path.Combine(place.FullName, name);
        return null;
    }
}
