using System.Text.Json;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.RealData;

/// <summary>The readers of vulnerabilities and advisories on what is published, where a data-unpacked folder lies beside the repository.</summary>
public class AdvisoryRealDataTests
{
    private const string Fixtures = "vunnel-fixtures/tests/unit/providers/";

    [Theory]
    [InlineData("nvd", "nvd", 28_646, 26_272)]
    [InlineData("nvd", Fixtures + "nvd/test-fixtures/full-page.json", 38, 38)]
    [InlineData("kev", "kev", 1_404, 1_404)]
    [InlineData("kev", "kev/known_exploited_vulnerabilities.csv", 1_404, 1_404)]
    [InlineData("osv", "osv-go/data/osv", 1_918, 1_907)]
    [InlineData("osv", "osv-pypa/vulns", 1_317, 1_312)]
    [InlineData("osv", Fixtures + "rocky/test-fixtures/osv", 3, 3)]
    [InlineData("osv", Fixtures + "alma/test-fixtures/osv-database", 5, 5)]
    [InlineData("osv", Fixtures + "bitnami/test-fixtures/vulndb", 2, 2)]
    [InlineData("ghsa", Fixtures + "github/test-fixtures/snapshots", 2, 2)]
    [InlineData("csaf", "csaf-cisa", 238, 238)]
    [InlineData("csaf", Fixtures + "rhel/test-fixtures/csaf/advisories", 7, 7)]
    [InlineData("certcc", "certcc/vu.jsonl", 66_673, 5_480)]
    public void Read_Published_GivesEveryRecord(string kind, string path, int records, int kept)
    {
        SourceItem[] items = Read(kind, path);

        Assert.Equal((records, kept, 0), (items.Length, items.Count(i => i.Verdict.Kept), items.Count(i => i.Verdict.Reason == Reasons.Broken)));
        Assert.All(items.Where(i => i.Verdict.Kept), i =>
        {
            Assert.StartsWith("# ", i.Document.Text, StringComparison.Ordinal);
            Assert.True(i.Document.Text.Length > 40, i.Document.Id);
            foreach (string rest in (string[])["cpe:2.3", " vers:", "CSAFPID", "\r", ".CVE-"])
                Assert.False(i.Document.Text.Contains(rest, StringComparison.Ordinal), $"{i.Document.Id} holds {rest}");
        });
    }

    [Theory]
    [InlineData("csaf_2.0", 145, 94)]
    [InlineData("csaf_2.1", 448, 408)]
    public void Csaf_CasesOfTheValidator_GiveADocumentEach(string version, int wrong, int right)
    {
        string folder = Folder($"csaf-oasis/{version}/test/validator/data");
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "testcases.json")));

        SourceItem[] Of(string list) => [.. cases.RootElement.Items("tests").SelectMany(test => test.Items(list))
            .Select(c => Assert.Single(ReadFile("csaf", Path.Combine(folder, c.Text("name")!))))];

        Assert.Equal((wrong, right), (Of("failures").Length, Of("valid").Length));
        Assert.DoesNotContain([.. Of("failures"), .. Of("valid")], i => i.Verdict.Reason == Reasons.Broken);
    }

    private static SourceItem[] Read(string kind, string path) => ReadFile(kind, Folder(path));

    private static SourceItem[] ReadFile(string kind, string path)
    {
        SourceReference reference = SourceReference.Parse($"{kind}:{path}", out _)!;
        return [.. SourceList.For(reference).Read(reference)];
    }

    private static string Folder(string path)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, "data-unpacked")))
                return Path.Combine(place.FullName, "data-unpacked", "sources", path);
        Assert.Skip("no data-unpacked folder beside the repository");
        return "";
    }
}
