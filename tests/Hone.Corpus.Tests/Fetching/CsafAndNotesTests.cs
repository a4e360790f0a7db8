using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>Sources that are a list and then a file for each entry: CSAF providers and CERT/CC.</summary>
public class CsafAndNotesTests
{
    private readonly Dictionary<string, string> _pages = [];

    [Fact]
    public async Task Csaf_Directory_IsReadByItsChanges()
    {
        _pages["/vendor.test/provider-metadata.json"] = """{"distributions": [{"directory_url": "https://vendor.test/csaf/v2"}, {"directory_url": "https://vendor.test/csaf/vex"}]}""";
        _pages["/vendor.test/csaf/v2/changes.csv"] = "\"2026/a-2.json\",\"2026-03-01T00:00:00+00:00\"\n\"2025/a-1.json\",\"2025-12-01T00:00:00+01:00\"\n\"2019/a-0.json\",\"2019-01-01T00:00:00Z\"\n\"../../evil.json\",\"2026-03-01T00:00:00Z\"\n";
        _pages["/vendor.test/csaf/v2/2026/a-2.json"] = """{"document": {"title": "two"}}""";
        _pages["/vendor.test/csaf/v2/2025/a-1.json"] = """{"document": {"title": "one"}}""";
        using FetchKit kit = Kit(new CsafPart("vendor", "https://vendor.test/provider-metadata.json", 1 << 20));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("new", 2), (fetched.State, fetched.Files));
        Assert.Equal(["csaf/vendor/2025/a-1.json", "csaf/vendor/2026/a-2.json"], kit.Lock.Sources["csaf"].Parts["vendor"].Files.Select(f => f.Path));
        Assert.StartsWith("2026-03-01T00:00:00", fetched.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csaf_Advisory_ThatFails_HoldsTheCursorBack()
    {
        _pages["/vendor.test/provider-metadata.json"] = """{"distributions": [{"directory_url": "https://vendor.test/csaf/"}]}""";
        _pages["/vendor.test/csaf/changes.csv"] = "a-1.json,2026-01-01T00:00:00Z\na-2.json,2026-02-01T00:00:00Z\na-3.json,2026-03-01T00:00:00Z\ngone.json,2026-01-15T00:00:00Z\nweb.json,2026-01-16T00:00:00Z\n";
        _pages["/vendor.test/csaf/a-1.json"] = "{}";
        _pages["/vendor.test/csaf/a-2.json"] = "502";
        _pages["/vendor.test/csaf/a-3.json"] = "{}";
        _pages["/vendor.test/csaf/web.json"] = "<html>moved</html>";
        using FetchKit kit = Kit(new CsafPart("vendor", "https://vendor.test/provider-metadata.json", 1 << 20));

        FetchedSource failed = await kit.OnlyAsync();
        _pages["/vendor.test/csaf/a-2.json"] = "{}";
        FetchedSource mended = await kit.OnlyAsync();
        int before = kit.Server.Requests.Count;
        FetchedSource again = await kit.OnlyAsync();

        Assert.Equal(("failed", 1), (failed.State, failed.Files));
        Assert.StartsWith("2026-01-16", failed.Cursor, StringComparison.Ordinal);
        Assert.Equal(("changed", 3), (mended.State, mended.Files));
        Assert.Equal("unchanged", again.State);
        Assert.Equal(2, kit.Server.Requests.Count - before);
        Assert.Contains(kit.Progress.Lines, line => line.Contains("gone.json", StringComparison.Ordinal));
        Assert.Contains(kit.Progress.Lines, line => line.Contains("web.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Csaf_Feed_IsReadWhereItIsOpenToAll()
    {
        _pages["/vendor.test/provider-metadata.json"] = """{"distributions": [{"rolie": {"feeds": [{"url": "https://vendor.test/white.json", "tlp_label": "WHITE"}, {"url": "https://vendor.test/red.json", "tlp_label": "RED"}]}}]}""";
        _pages["/vendor.test/white.json"] = """{"feed": {"entry": [{"id": "a", "updated": "2026-02-01T00:00:00Z", "content": {"src": "https://vendor.test/x/a.json"}}, {"id": "b", "updated": "2026-02-02T00:00:00Z", "content": {"src": "https://elsewhere.test/b.json"}}]}}""";
        _pages["/vendor.test/x/a.json"] = "{}";
        using FetchKit kit = Kit(new CsafPart("vendor", "https://vendor.test/provider-metadata.json", 1 << 20));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("elsewhere.test is not a host", fetched.Problem, StringComparison.Ordinal);
        Assert.Equal("csaf/vendor/a.json", Assert.Single(kit.Lock.Sources["csaf"].Parts["vendor"].Files).Path);
        Assert.DoesNotContain("/vendor.test/red.json", kit.Server.Paths);
    }

    [Fact]
    public async Task Csaf_Since_ReachesFurtherBack()
    {
        _pages["/vendor.test/provider-metadata.json"] = """{"distributions": [{"directory_url": "https://vendor.test/csaf/"}]}""";
        _pages["/vendor.test/csaf/changes.csv"] = "old.json,2019-01-01T00:00:00Z\n";
        _pages["/vendor.test/csaf/old.json"] = "{}";
        using FetchKit kit = Kit(new CsafPart("vendor", "https://vendor.test/provider-metadata.json", 1 << 20));

        FetchReport report = await kit.FetchAsync(since: new DateOnly(2018, 1, 1));

        Assert.Equal(1, Assert.Single(report.Sources).Files);
    }

    [Fact]
    public async Task Notes_OfEachYear_AreReadOnce_AndThoseOfThisYearAgain()
    {
        _pages["/kb.test/2025/summary/"] = """{"count": 2, "notes": ["VU#100001", "VU#100002"]}""";
        _pages["/kb.test/2026/summary/"] = """{"count": 1, "notes": ["VU#200001"]}""";
        _pages["/kb.test/100001/"] = """{"idnumber": "100001", "name": "one", "dateupdated": "2025-05-01T00:00:00Z"}""";
        _pages["/kb.test/100002/"] = """{"error": "Content requested either does not exist or you do not have permissions to view it!"}""";
        _pages["/kb.test/200001/"] = """{"idnumber": "200001", "name": "first", "dateupdated": "2026-01-01T00:00:00Z"}""";
        using FetchKit kit = new(Serve, FetchKit.Source("certcc", new NotesPart("certcc", "https://kb.test/{0}/", "https://kb.test/{0}/summary/", 1 << 20)));

        FetchedSource first = await kit.OnlyAsync();
        _pages["/kb.test/200001/"] = """{"idnumber": "200001", "name": "second", "dateupdated": "2026-03-01T00:00:00Z"}""";
        int before = kit.Server.Requests.Count;
        FetchedSource second = await kit.OnlyAsync();

        Assert.Equal(("new", "2026"), (first.State, first.Cursor));
        Assert.Equal("changed", second.State);
        Assert.Equal(["/kb.test/2026/summary/", "/kb.test/200001/"], kit.Server.Paths.Skip(before));
        Assert.Equal(2, kit.Lines("certcc/notes.jsonl.gz").Length);
        Assert.Contains("second", kit.Lines("certcc/notes.jsonl.gz")[1], StringComparison.Ordinal);
    }

    private FetchKit Kit(FetchPart part) => new(Serve, FetchKit.Source("csaf", part)) { Limits = FetchLimits.Default with { Retries = 1 } };

    private Answer? Serve(Asked asked) => _pages.TryGetValue(asked.Path, out string? page) ? page == "502" ? new Answer(502, []) : Answer.Ok(page) with { Type = asked.Path.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv" : "application/json" } : null;
}
