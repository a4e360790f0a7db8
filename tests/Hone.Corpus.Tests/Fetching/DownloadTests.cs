using System.Text;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>One file from a server that behaves, and from servers that do not.</summary>
public class DownloadTests
{
    private static readonly byte[] Old = """{"version": 1}"""u8.ToArray();
    private static readonly byte[] Long = FetchKit.LongJson(300_000);

    [Fact]
    public async Task File_FromAGoodServer_IsThereWithItsLock()
    {
        using var kit = Kit(asked => Answer.File(asked, Old));

        FetchedSource fetched = await kit.OnlyAsync();

        LockedPart part = kit.Lock.Sources["kev"].Parts["kev"];
        Assert.Equal(("new", 1, 14L, $"kev:{Path.Combine(kit.Home, "kev")}"), (fetched.State, fetched.Files, fetched.Bytes, fetched.Reference));
        Assert.Equal(Encoding.UTF8.GetString(Old), kit.Text("kev/kev.json"));
        Assert.Equal(("https://data.test/kev.json", "2026-03-10T12:00:00Z", 14L), (part.Address, part.At, part.Bytes));
        Assert.Equal([new LockedFile("kev/kev.json", 14, part.Sha256!)], part.Files);
        Assert.NotNull(part.Etag);
        Assert.Equal(["/data.test/kev.json"], kit.Server.Paths);
        Assert.Empty(kit.Staged());
    }

    [Fact]
    public async Task File_ThatDidNotChange_IsNotSentAgain()
    {
        using var kit = Kit(asked => Answer.File(asked, Old));
        await kit.OnlyAsync();
        kit.Time.Advance(TimeSpan.FromDays(1));

        FetchedSource again = await kit.OnlyAsync();

        Assert.Equal("unchanged", again.State);
        Assert.Equal(kit.Lock.Sources["kev"].Parts["kev"].Etag, kit.Server.Requests.Last()["If-None-Match"]);
        Assert.StartsWith("2026-03-11", kit.Lock.Sources["kev"].Parts["kev"].At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatSomeoneChangedHere_IsFetchedAnew()
    {
        using var kit = Kit(asked => Answer.File(asked, Old));
        await kit.OnlyAsync();
        File.WriteAllText(Path.Combine(kit.Home, "kev/kev.json"), """{"version": 9}""");

        FetchedSource again = await kit.OnlyAsync();

        Assert.Equal("changed", again.State);
        Assert.Null(kit.Server.Requests.Last()["If-None-Match"]);
        Assert.Equal(Encoding.UTF8.GetString(Old), kit.Text("kev/kev.json"));
    }

    [Fact]
    public async Task File_OfAServerWithoutETags_IsAskedForByDate()
    {
        using var kit = Kit(asked => asked["If-Modified-Since"] is not null ? new Answer(304, []) : Answer.Ok("[1]").With("Last-Modified", "Mon, 09 Mar 2026 10:00:00 GMT"));
        await kit.OnlyAsync();

        FetchedSource again = await kit.OnlyAsync();

        Assert.Equal("unchanged", again.State);
        Assert.Equal("Mon, 09 Mar 2026 10:00:00 GMT", kit.Server.Requests.Last()["If-Modified-Since"]);
    }

    [Fact]
    public async Task Server_ThatSaysComeBackLater_IsWaitedFor()
    {
        using var kit = Kit((asked, n) => n == 0 ? new Answer(503, []) { Headers = { ["Retry-After"] = "120" } } : Answer.File(asked, Old));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("new", fetched.State);
        Assert.Equal([TimeSpan.FromSeconds(120)], kit.Time.Waits);
    }

    [Fact]
    public async Task Server_ThatSaysADate_IsWaitedFor()
    {
        using var kit = Kit((asked, n) => n == 0 ? new Answer(429, []) { Headers = { ["Retry-After"] = "Tue, 10 Mar 2026 12:01:30 GMT" } } : Answer.File(asked, Old));

        await kit.OnlyAsync();

        Assert.Equal(TimeSpan.FromSeconds(90), Assert.Single(kit.Time.Waits));
    }

    [Fact]
    public async Task Server_ThatSaysTomorrow_IsNotWaitedFor()
    {
        using var kit = Kit(_ => new Answer(503, []) { Headers = { ["Retry-After"] = "86400" } });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("come back in 1440 minutes", fetched.Problem, StringComparison.Ordinal);
        Assert.Empty(kit.Time.Waits);
    }

    [Fact]
    public async Task Server_ThatStaysBroken_IsGivenUpAfterGrowingPauses()
    {
        using var kit = Kit(_ => new Answer(500, []));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("failed", fetched.State);
        Assert.Equal(4, kit.Server.Requests.Count);
        Assert.Equal(3, kit.Time.Waits.Count);
        Assert.All(kit.Time.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Download_ThatBreaksOff_GoesOnWhereItWas()
    {
        using var kit = Kit((asked, n) => Answer.File(asked, Long) with { CutAfter = n < 3 ? 60_000 : null });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("new", fetched.State);
        Assert.Equal(Long, File.ReadAllBytes(Path.Combine(kit.Home, "kev/kev.json")));
        Assert.Equal([null, "bytes=60000-", "bytes=120000-", "bytes=180000-"], kit.Server.Requests.Select(r => r["Range"]));
        Assert.All(kit.Server.Requests.Skip(1), r => Assert.NotNull(r["If-Range"]));
    }

    [Fact]
    public async Task Download_OfAFileThatChangesInBetween_BeginsAnew()
    {
        byte[] other = FetchKit.LongJson(250_000, "other");
        using var kit = Kit((asked, n) => n == 0 ? Answer.File(asked, Long) with { CutAfter = 60_000 } : Answer.File(asked, other));

        await kit.OnlyAsync();

        Assert.Equal(other, File.ReadAllBytes(Path.Combine(kit.Home, "kev/kev.json")));
    }

    [Fact]
    public async Task Download_FromAServerThatIgnoresIfRange_IsNotGluedTogether()
    {
        byte[] other = FetchKit.LongJson(250_000, "other");
        using var kit = Kit((asked, n) => n switch
        {
            0 => Answer.File(asked, Long) with { CutAfter = 60_000 },
            1 => new Answer(206, other[60_000..]) { Headers = { ["ETag"] = "\"new\"", ["Content-Range"] = $"bytes 60000-{other.Length - 1}/{other.Length}" } },
            _ => Answer.File(asked, other),
        });

        await kit.OnlyAsync();

        Assert.Equal(other, File.ReadAllBytes(Path.Combine(kit.Home, "kev/kev.json")));
        Assert.Null(kit.Server.Requests.Last()["Range"]);
    }

    [Fact]
    public async Task Download_ThatStalls_IsBrokenOffAndGoesOn()
    {
        using var kit = Kit((asked, n) => Answer.File(asked, Long) with { StallAfter = n == 0 ? 100_000 : null }, new FetchLimits { Retries = 2, Stall = TimeSpan.FromMilliseconds(400) });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("new", fetched.State);
        Assert.Equal("bytes=100000-", kit.Server.Requests.Last()["Range"]);
        Assert.Contains(kit.Progress.Lines, line => line.Contains("stopped sending", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Download_ThatIsStopped_GoesOnInTheNextRun()
    {
        using var stop = new CancellationTokenSource();
        using var kit = Kit((asked, n) => Answer.File(asked, Long) with { StallAfter = n == 0 ? 150_000 : null });
        kit.Progress.OnReport = done => { if (done >= 150_000) stop.Cancel(); };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kit.FetchAsync(cancel: stop.Token));
        Assert.False(kit.Has("kev/kev.json"));
        await kit.OnlyAsync();

        Assert.Equal("bytes=150000-", kit.Server.Requests.Last()["Range"]);
        Assert.Equal(Long, File.ReadAllBytes(Path.Combine(kit.Home, "kev/kev.json")));
        Assert.Empty(kit.Staged());
    }

    [Theory]
    [InlineData("application/json", "<!DOCTYPE html><html><body>Please sign in</body></html>", "web page")]
    [InlineData("text/html; charset=utf-8", "[1, 2]", "web page")]
    [InlineData("application/json", "{\"cut\": [1, 2", "not whole")]
    [InlineData("application/json", "{} {}", "not whole")]
    [InlineData("application/json", "", "not whole")]
    [InlineData("application/json", "plain words", "not whole")]
    public async Task Answer_ThatIsNotWhatWasAskedFor_LeavesTheOldFile(string type, string body, string problem)
    {
        using var kit = Kit((asked, n) => n == 0 ? Answer.File(asked, Old) : Answer.Ok(body) with { Type = type });
        await kit.OnlyAsync();
        FetchLock before = kit.Lock;

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("failed", fetched.State);
        Assert.Contains(problem, fetched.Problem, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(Old), kit.Text("kev/kev.json"));
        Assert.Equal(before.ToBytes(), kit.Lock.ToBytes());
        Assert.Equal(2, kit.Server.Requests.Count);
    }

    [Fact]
    public async Task Length_StatedTooLong_IsNeverTakenForWhole()
    {
        using var kit = Kit((asked, n) => n == 0 ? Answer.File(asked, Old) : Answer.Ok("[1]") with { StatedLength = 1000 });
        await kit.OnlyAsync();

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("failed", fetched.State);
        Assert.Equal(Encoding.UTF8.GetString(Old), kit.Text("kev/kev.json"));
    }

    [Fact]
    public async Task Length_StatedTooShort_IsFoundByTheContent()
    {
        using var kit = Kit(_ => Answer.Ok("[1, 2, 3]") with { StatedLength = 5 });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("not whole", fetched.Problem, StringComparison.Ordinal);
        Assert.False(kit.Has("kev/kev.json"));
    }

    [Fact]
    public async Task Length_StatedNowhere_IsFineIfTheContentIsWhole()
    {
        using var kit = Kit((asked, n) => Answer.File(asked, Long) with { StatedLength = -1, CutAfter = n == 0 ? 70_000 : null });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("new", fetched.State);
        Assert.Equal(Long.Length, fetched.Bytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    public async Task File_LargerThanItsBound_IsRefused(long? stated)
    {
        using var kit = new FetchKit(asked => Answer.File(asked, Long) with { StatedLength = stated }, FetchKit.Source("kev", FetchKit.Json(maxBytes: 100_000)));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("larger than", fetched.Problem, StringComparison.Ordinal);
        Assert.False(kit.Has("kev/kev.json"));
    }

    [Fact]
    public async Task Encoding_ThatWasNotAskedFor_IsRefused()
    {
        using var kit = Kit(_ => new Answer(200, FetchKit.Gzip(Old)) { Headers = { ["Content-Encoding"] = "gzip" } });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("encoding", fetched.Problem, StringComparison.Ordinal);
        Assert.Equal("identity", Assert.Single(kit.Server.Requests)["Accept-Encoding"]);
    }

    [Fact]
    public async Task Source_ThatIsGone_DoesNotStopTheOthers()
    {
        using var kit = new FetchKit(asked => asked.Path.Contains("two", StringComparison.Ordinal) ? Answer.File(asked, Old) : null, FetchKit.Source("one", FetchKit.Json("one")), FetchKit.Source("two", FetchKit.Json("two")));

        FetchReport report = await kit.FetchAsync();

        Assert.True(report.Failed);
        Assert.Equal(["failed", "new"], report.Sources.Select(s => s.State));
        Assert.Contains("404", report.Sources[0].Problem, StringComparison.Ordinal);
        Assert.True(kit.Has("two/two.json"));
        Assert.Equal(["two"], kit.Lock.Sources.Keys);
    }

    [Fact]
    public async Task Fetch_WithoutNames_TakesUpWhatTheLockHas()
    {
        using var kit = new FetchKit(asked => Answer.File(asked, Old), FetchKit.Source("one", FetchKit.Json("one")), FetchKit.Source("two", FetchKit.Json("two"), FetchKit.Json("three")));
        await kit.FetchAsync(["two:three"]);

        FetchReport report = await kit.FetchAsync([]);

        Assert.Equal("two", Assert.Single(report.Sources).Name);
        Assert.Equal(["/data.test/three.json", "/data.test/three.json"], kit.Server.Paths);
    }

    [Fact]
    public async Task Folder_InUseByAnotherFetch_IsLeftAlone()
    {
        using var kit = Kit(asked => Answer.File(asked, Old));
        using FetchHome held = FetchHome.Open(kit.Home);

        var error = await Assert.ThrowsAsync<Hone.Core.UserError>(() => kit.FetchAsync());

        Assert.Contains("another hone fetch", error.Hint, StringComparison.Ordinal);
        Assert.Empty(kit.Server.Requests);
    }

    private static FetchKit Kit(Func<Asked, Answer?> answer) => new(answer, FetchKit.Source("kev", FetchKit.Json()));

    /// <summary>The second argument counts the requests before.</summary>
    private static FetchKit Kit(Func<Asked, int, Answer?> answer, FetchLimits? limits = null)
    {
        int count = -1;
        return new FetchKit(asked => answer(asked, Interlocked.Increment(ref count)), FetchKit.Source("kev", FetchKit.Json())) { Limits = limits ?? FetchLimits.Default with { Retries = 3 } };
    }
}
