using System.Globalization;
using System.Text;
using System.Web;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>NVD: files by year, then windows of changes in pages. The clock says 10 March 2026, noon.</summary>
public class NvdSyncTests
{
    /// <summary>What the database holds: id, time of last change, words.</summary>
    private readonly List<(string Id, DateTimeOffset Modified, string Words)> _database = [];
    private Func<Asked, Answer?> _interfere = _ => null;
    private bool _feeds = true;

    [Fact]
    public async Task FirstFetch_TakesTheYears_ThenWhatChangedSince()
    {
        Put("CVE-2002-0001", "2010-01-01", "oldest");
        Put("CVE-2026-0001", "2026-03-01", "newest");
        using FetchKit kit = Kit();

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("new", 2, "2026-03-10T12:00:00Z"), (fetched.State, fetched.Files, fetched.Cursor));
        Assert.Contains("oldest", Assert.Single(kit.Lines("nvd/nvd-2002.jsonl.gz")), StringComparison.Ordinal);
        Assert.Equal(25, kit.Server.Paths.Count(path => path.StartsWith("/feeds.test/", StringComparison.Ordinal)));
        // The feeds bear yesterday's time: the first window begins a day before that.
        Assert.Equal(("2026-03-08T00:00:00.000", "2026-03-10T12:00:00.000"), Window(Assert.Single(Pages(kit))));
        Assert.Empty(kit.Staged());
    }

    [Fact]
    public async Task NextFetch_ReadsWhatChanged_InWindowsAndPages()
    {
        Put("CVE-2024-0001", "2024-01-01", "before");
        Put("CVE-2024-0002", "2024-01-01", "stays");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        Put("CVE-2024-0001", "2026-04-01", "after");
        for (int i = 0; i < 4100; i++)
            Put($"CVE-2026-{10000 + i}", "2026-09-01", "many");
        kit.Time.Advance(TimeSpan.FromDays(300));
        int before = kit.Server.Requests.Count;

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("changed", fetched.State);
        Assert.Equal(SyncedAt(kit), fetched.Cursor);
        string[] windows = [.. Pages(kit, before).Select(p => Window(p).Start).Distinct()];
        Assert.Equal(3, windows.Length);
        Assert.All(Pages(kit, before).Select(Window), w => Assert.InRange((Parse(w.End) - Parse(w.Start)).TotalDays, 0, 120));
        Assert.Equal(["0", "2000", "4000"], Pages(kit, before).Where(p => Window(p).Start == windows[1]).Select(p => Query(p)["startIndex"]));
        Assert.Equal(4100, kit.Lines("nvd/nvd-2026.jsonl.gz").Length);
        Assert.Contains("after", kit.Lines("nvd/nvd-2024.jsonl.gz")[0], StringComparison.Ordinal);
        Assert.Contains("stays", kit.Lines("nvd/nvd-2024.jsonl.gz")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ThatFails_NeverMovesTheCursorPastIt()
    {
        Put("CVE-2024-0001", "2024-01-01", "before");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        Put("CVE-2026-0001", "2026-04-01", "in the first window");
        Put("CVE-2026-0002", "2026-09-01", "in the second");
        kit.Time.Advance(TimeSpan.FromDays(200));
        DateTimeOffset firstEnd = new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero).AddDays(119);
        _interfere = asked => asked.Path.Contains($"lastModStartDate={firstEnd:yyyy-MM-dd}", StringComparison.Ordinal) ? new Answer(503, []) : null;

        FetchedSource failed = await kit.OnlyAsync();
        int afterFailure = kit.Lines("nvd/nvd-2026.jsonl.gz").Length;
        _interfere = _ => null;
        FetchedSource mended = await kit.OnlyAsync();

        Assert.Equal(("failed", firstEnd.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)), (failed.State, failed.Cursor));
        Assert.Equal(1, afterFailure);
        Assert.Equal("changed", mended.State);
        Assert.Equal(2, kit.Lines("nvd/nvd-2026.jsonl.gz").Length);
        Assert.StartsWith("2026-09-26T12:00:", mended.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Window_ReadWholeBeforeAStop_IsNotAskedForAgain()
    {
        Put("CVE-2024-0001", "2024-01-01", "before");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        Put("CVE-2026-0001", "2026-03-10", "changed");
        kit.Time.Advance(TimeSpan.FromDays(130));
        // As a process that was killed between its windows leaves it.
        string staging = Directory.CreateDirectory(Path.Combine(kit.Home, ".fetch", $"nvd-{FetchHome.ShortHash("https://api.testnvd")}")).FullName;
        var start = new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
        string record = Records([("CVE-2026-0001", start, "changed")]);
        await File.WriteAllTextAsync(Path.Combine(staging, $"window-{start.ToUnixTimeSeconds()}-{start.AddDays(119).ToUnixTimeSeconds()}.jsonl"), record + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(staging, $"window-{start.AddDays(119).ToUnixTimeSeconds()}-1.jsonl.partial"), "{half", TestContext.Current.CancellationToken);
        int before = kit.Server.Requests.Count;

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("changed", SyncedAt(kit)), (fetched.State, fetched.Cursor));
        Assert.Equal(Parse(Window(Assert.Single(Pages(kit, before))).Start), start.AddDays(119));
        Assert.Single(kit.Lines("nvd/nvd-2026.jsonl.gz"));
    }

    [Fact]
    public async Task Window_ThatGrowsWhileItIsRead_IsReadAnew()
    {
        Put("CVE-2024-0001", "2024-01-01", "before");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        for (int i = 0; i < 2500; i++)
            Put($"CVE-2026-{10000 + i}", "2026-03-10", "many");
        kit.Time.Advance(TimeSpan.FromDays(2));
        bool grown = false;
        _interfere = asked =>
        {
            if (grown || !asked.Path.Contains("startIndex=2000", StringComparison.Ordinal))
                return null;
            grown = true;
            Put("CVE-2026-00009", "2026-03-10", "just now");
            return null;
        };

        await kit.OnlyAsync();

        Assert.True(grown);
        Assert.Equal(2501, kit.Lines("nvd/nvd-2026.jsonl.gz").Length);
    }

    [Fact]
    public async Task Feeds_ThatAreNotOffered_AreReplacedByTheApi()
    {
        _feeds = false;
        Put("CVE-2002-0001", "2010-01-01", "oldest");
        Put("CVE-2026-0001", "2026-03-01", "newest");
        using FetchKit kit = Kit();

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("new", 2), (fetched.State, fetched.Files));
        Assert.Null(Query(Pages(kit).First())["lastModStartDate"]);
    }

    [Theory]
    [InlineData("""{"resultsPerPage": 1, "startIndex": 0, "totalResults": 5, "vulnerabilities": []}""")]
    [InlineData("""{"resultsPerPage": 1, "startIndex": 7, "totalResults": 1, "vulnerabilities": [{"cve": {"id": "CVE-2026-0001"}}]}""")]
    [InlineData("""{"message": "try later"}""")]
    [InlineData("""[]""")]
    public async Task Page_ThatIsNotTheOneAskedFor_IsRefused(string page)
    {
        using FetchKit kit = Kit();
        _interfere = asked => asked.Path.StartsWith("/api.test", StringComparison.Ordinal) ? Answer.Ok(page) : null;

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("failed", fetched.State);
        Assert.Equal("2026-03-09T00:00:00Z", fetched.Cursor);
    }

    [Fact]
    public async Task Requests_KeepThePaceOfTheProvider()
    {
        Put("CVE-2024-0001", "2024-01-01", "before");
        using var kit = new FetchKit(Serve, FetchKit.Source("nvd", Part()) with { Limit = new RateLimit(5, 30) });
        DateTimeOffset begun = kit.Time.GetUtcNow();

        await kit.OnlyAsync();

        // 25 files and a page: five windows of 30 s have to pass.
        Assert.Equal(26, kit.Server.Requests.Count);
        Assert.InRange(kit.Time.GetUtcNow() - begun, TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(151));
    }

    [Fact]
    public async Task Key_OfTheEnvironment_GoesToTheProviderAlone()
    {
        const string Variable = "HONE_TEST_NVD_KEY";
        Environment.SetEnvironmentVariable(Variable, "secret");
        var limit = new RateLimit(5, 30) { KeyVariable = Variable, KeyHeader = "apiKey", RequestsWithKey = 50 };
        using var kit = new FetchKit(asked => asked.Path.StartsWith("/feeds.test/", StringComparison.Ordinal) ? Answer.To(asked.Path.Replace("/feeds.test/", "/moved.test/", StringComparison.Ordinal)) : Serve(asked), FetchKit.Source("nvd", Part()) with { Limit = limit, Hosts = ["moved.test"] });

        await kit.OnlyAsync();

        // 51 requests at 50 in 30 s.
        Assert.Single(kit.Time.Waits);
        Assert.Equal(51, kit.Server.Requests.Count);
        Assert.All(kit.Server.Requests, r => Assert.Equal(r.Path.StartsWith("/moved.test/", StringComparison.Ordinal) ? null : "secret", r["apiKey"]));
        Assert.DoesNotContain("secret", File.ReadAllText(Path.Combine(kit.Home, FetchLock.FileName)), StringComparison.Ordinal);
    }

    private void Put(string id, string day, string words)
    {
        lock (_database)
        {
            _database.RemoveAll(e => e.Id == id);
            _database.Add((id, DateTimeOffset.Parse(day + "T06:00:00Z", CultureInfo.InvariantCulture), words));
        }
    }

    private FetchKit Kit() => new(Serve, FetchKit.Source("nvd", Part())) { Limits = FetchLimits.Default with { Retries = 1 } };

    private static NvdPart Part() => new("nvd", "https://api.test", "https://feeds.test/nvd-{0}.json.gz", 64 << 20);

    private Answer? Serve(Asked asked)
    {
        if (_interfere(asked) is { } other)
            return other;
        lock (_database)
            return asked.Path.StartsWith("/api.test", StringComparison.Ordinal) ? Page(Query(asked)) : _feeds ? Feed(asked) : null;
    }

    private Answer Feed(Asked asked)
    {
        string year = asked.Path[^12..^8];
        var entries = _database.Where(e => e.Id.StartsWith($"CVE-{year}", StringComparison.Ordinal) && e.Modified < new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero));
        string json = $$"""
            { "resultsPerPage" : 1, "format" : "NVD_CVE", "version" : "2.0", "timestamp" : "2026-03-09T00:00:00.000",
              "vulnerabilities" : [ {{Records(entries)}} ] }
            """;
        return Answer.File(asked, FetchKit.Gzip(Encoding.UTF8.GetBytes(json)), "application/gzip");
    }

    private Answer Page(System.Collections.Specialized.NameValueCollection query)
    {
        var found = _database.Where(e => query["lastModStartDate"] is not { } start || (e.Modified >= Parse(start) && e.Modified <= Parse(query["lastModEndDate"]!))).ToList();
        int index = int.Parse(query["startIndex"]!, CultureInfo.InvariantCulture);
        var page = found.Skip(index).Take(int.Parse(query["resultsPerPage"]!, CultureInfo.InvariantCulture)).ToList();
        return Answer.Ok($$"""{"resultsPerPage":{{page.Count}},"startIndex":{{index}},"totalResults":{{found.Count}},"format":"NVD_CVE","timestamp":"2026-03-10T12:00:00.000","vulnerabilities":[{{Records(page)}}]}""");
    }

    private static string Records(IEnumerable<(string Id, DateTimeOffset Modified, string Words)> entries) =>
        string.Join(',', entries.Select(e => $$$"""{"cve":{"id":"{{{e.Id}}}","lastModified":"{{{e.Modified:yyyy-MM-ddTHH:mm:ss.fff}}}","descriptions":[{"lang":"en","value":"{{{e.Words}}}"}]}}"""));

    private static IEnumerable<Asked> Pages(FetchKit kit, int skip = 0) => kit.Server.Requests.Skip(skip).Where(r => r.Path.StartsWith("/api.test", StringComparison.Ordinal));

    private static System.Collections.Specialized.NameValueCollection Query(Asked asked) => HttpUtility.ParseQueryString(asked.Path[(asked.Path.IndexOf('?') + 1)..]);

    private static (string Start, string End) Window(Asked asked) => (Query(asked)["lastModStartDate"]!, Query(asked)["lastModEndDate"]!);

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string SyncedAt(FetchKit kit) => kit.Lock.Sources["nvd"].Parts["nvd"].At[..16] + ":00Z";
}
