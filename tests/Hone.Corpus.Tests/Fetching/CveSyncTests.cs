using System.Text;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>The CVE list's releases, as GitHub lists and serves them. The clock says 10 March 2026, noon.</summary>
public class CveSyncTests
{
    private readonly Dictionary<string, byte[]> _assets = [];
    private readonly HashSet<string> _broken = [];

    [Fact]
    public async Task FirstFetch_TakesAllRecords_AndTheDaysSince()
    {
        Whole("2026-03-10", Record("CVE-1999-0001", "2020-01-01T00:00:00.000Z", "old"), Record("CVE-2026-1000", "2026-03-01T00:00:00.000Z", "first"));
        Delta("2026-03-09", "end_of_day", Record("CVE-2026-1000", "2026-03-09T10:00:00.000Z", "second"));
        Delta("2026-03-10", "0900Z", Record("CVE-2026-1001", "2026-03-10T08:00:00.000Z", "early"));
        Delta("2026-03-10", "1100Z", Record("CVE-2026-1001", "2026-03-10T10:30:00.000Z", "late"));
        using FetchKit kit = Kit();

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("new", 2, "2026-03-10"), (fetched.State, fetched.Files, fetched.Cursor));
        Assert.Equal([Record("CVE-1999-0001", "2020-01-01T00:00:00.000Z", "old").Text], kit.Lines("cve/cve-1999.jsonl.gz"));
        Assert.Equal([Record("CVE-2026-1000", "2026-03-09T10:00:00.000Z", "second").Text, Record("CVE-2026-1001", "2026-03-10T10:30:00.000Z", "late").Text], kit.Lines("cve/cve-2026.jsonl.gz"));
        Assert.DoesNotContain(kit.Server.Paths, path => path.Contains("0900Z", StringComparison.Ordinal));
        Assert.Empty(kit.Staged());
        Assert.Empty(await LockCheck.ProblemsAsync(kit.Home, [], kit.Progress, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task NextFetch_TakesOnlyTheDaysSince_AndOlderRecordsChangeNothing()
    {
        Whole("2026-03-10", Record("CVE-2025-2000", "2026-03-08T00:00:00.000Z", "newer"), Record("CVE-2024-3000", "2024-01-01T00:00:00.000Z", "kept"));
        Delta("2026-03-09", "end_of_day");
        Delta("2026-03-10", "1100Z");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        LockedFile untouched = kit.Lock.Sources["cve"].Parts["cve"].Files[0];
        Delta("2026-03-10", "end_of_day", Record("CVE-2025-2000", "2026-03-07T00:00:00.000Z", "stale"), Record("CVE-2026-5000", "2026-03-10T23:00:00.000Z", "new"));
        Delta("2026-03-11", "1000Z");
        kit.Time.Advance(TimeSpan.FromDays(1));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("changed", "2026-03-11"), (fetched.State, fetched.Cursor));
        Assert.Contains("newer", Assert.Single(kit.Lines("cve/cve-2025.jsonl.gz")), StringComparison.Ordinal);
        Assert.Contains("new", Assert.Single(kit.Lines("cve/cve-2026.jsonl.gz")), StringComparison.Ordinal);
        Assert.Contains(untouched, kit.Lock.Sources["cve"].Parts["cve"].Files);
        Assert.Single(kit.Server.Paths, path => path.Contains("all_CVEs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FetchAgain_WithNothingNew_IsUnchangedToTheByte()
    {
        Whole("2026-03-10", Record("CVE-2025-2000", "2026-03-08T00:00:00.000Z", "one"));
        Delta("2026-03-09", "end_of_day", Record("CVE-2025-2000", "2026-03-08T00:00:00.000Z", "one"));
        Delta("2026-03-10", "1100Z", Record("CVE-2025-2001", "2026-03-10T08:00:00.000Z", "two"));
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        FetchLock before = kit.Lock;

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("unchanged", fetched.State);
        Assert.Equal(before.ToBytes(), kit.Lock.ToBytes());
    }

    [Fact]
    public async Task Day_ThatCannotBeHad_KeepsTheDaysBeforeAndTheCursor()
    {
        Whole("2026-03-10", Record("CVE-2025-2000", "2026-03-08T00:00:00.000Z", "one"));
        Delta("2026-03-09", "end_of_day");
        Delta("2026-03-10", "1100Z");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        Delta("2026-03-10", "end_of_day");
        Delta("2026-03-11", "end_of_day", Record("CVE-2026-0011", "2026-03-11T08:00:00.000Z", "of the 11th"));
        Delta("2026-03-12", "end_of_day", Record("CVE-2026-0012", "2026-03-12T08:00:00.000Z", "of the 12th"));
        Delta("2026-03-13", "1000Z", Record("CVE-2026-0013", "2026-03-13T08:00:00.000Z", "of the 13th"));
        kit.Time.Advance(TimeSpan.FromDays(3));
        _broken.Add("2026-03-12_delta_CVEs_at_end_of_day.zip");

        FetchedSource failed = await kit.OnlyAsync();
        string[] before = kit.Lines("cve/cve-2026.jsonl.gz");
        _broken.Clear();
        FetchedSource mended = await kit.OnlyAsync();

        Assert.Equal(("failed", "2026-03-11"), (failed.State, failed.Cursor));
        Assert.Contains("of the 11th", Assert.Single(before), StringComparison.Ordinal);
        Assert.Equal(("changed", "2026-03-13"), (mended.State, mended.Cursor));
        Assert.Equal(3, kit.Lines("cve/cve-2026.jsonl.gz").Length);
    }

    [Fact]
    public async Task Days_ThatAreNoLongerListed_MeanAllRecordsAgain()
    {
        Whole("2026-03-10", Record("CVE-2025-2000", "2026-03-08T00:00:00.000Z", "one"));
        Delta("2026-03-10", "1100Z");
        using FetchKit kit = Kit();
        await kit.OnlyAsync();
        _assets.Clear();
        Whole("2026-03-20", Record("CVE-2025-2000", "2026-03-15T00:00:00.000Z", "two"));
        Delta("2026-03-20", "1100Z");
        kit.Time.Advance(TimeSpan.FromDays(10));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("changed", "2026-03-20"), (fetched.State, fetched.Cursor));
        Assert.Contains("two", Assert.Single(kit.Lines("cve/cve-2025.jsonl.gz")), StringComparison.Ordinal);
    }

    private FetchKit Kit() => new(Serve, FetchKit.Source("cve", new CveReleasesPart("cve", "https://api.test/releases", 64 << 20)) with { Hosts = ["files.test"] }) { Limits = FetchLimits.Default with { Retries = 1 } };

    private Answer? Serve(Asked asked)
    {
        string name = asked.Path.Split('/')[^1];
        if (_broken.Contains(name))
            return new Answer(502, []);
        if (_assets.TryGetValue(name, out byte[]? asset))
            return Answer.File(asked, asset, "application/zip");
        if (asked.Path != "/api.test/releases?per_page=100&page=1")
            return Answer.Ok("[]");
        var assets = _assets.Keys.Select(n => $$"""{"tag_name": "cve", "assets": [{"name": "{{n}}", "size": 1, "browser_download_url": "https://files.test/{{n}}"}]}""");
        return Answer.Ok($"[{string.Join(',', assets)}]");
    }

    private void Whole(string day, params (string Id, string Text)[] records)
    {
        byte[] inner = FetchKit.Zip([.. records.Select(r => ($"cves/{r.Id[4..8]}/0xxx/{r.Id}.json", r.Text)), ("cves/delta.json", "{}")]);
        using var stream = new MemoryStream();
        using (var outer = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, true))
        using (Stream entry = outer.CreateEntry("cves.zip").Open())
            entry.Write(inner);
        _assets[$"{day}_all_CVEs_at_midnight.zip.zip"] = stream.ToArray();
    }

    private void Delta(string day, string when, params (string Id, string Text)[] records) =>
        _assets[$"{day}_delta_CVEs_at_{when}.zip"] = FetchKit.Zip([.. records.Select(r => ($"deltaCves/{r.Id}.json", r.Text))]);

    private static (string Id, string Text) Record(string id, string updated, string words) =>
        (id, $$$$"""{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"{{{{id}}}}","state":"PUBLISHED","dateUpdated":"{{{{updated}}}}"},"containers":{"cna":{"descriptions":[{"lang":"en","value":"{{{{words}}}}"}]}}}""");
}
