using System.Diagnostics.Tracing;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hone.Core;
using Hone.Core.Runs;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>Carrying what was fetched into a network without a way out, and checking it there.</summary>
public class BundleTests
{
    [Fact]
    public async Task Bundle_ReadElsewhere_IsTheSame_AndTheSameBytesEachTime()
    {
        using FetchKit kit = await FetchedAsync();
        string there = kit.Folder["there"];

        await FetchBundle.WriteAsync(kit.Home, kit.Folder["one.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken);
        await FetchBundle.WriteAsync(kit.Home, kit.Folder["two.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken);
        FetchLock carried = await FetchBundle.ReadAsync(kit.Folder["one.tar.gz"], there, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(kit.Folder["one.tar.gz"]), File.ReadAllBytes(kit.Folder["two.tar.gz"]));
        Assert.Equal(["one", "sigma"], carried.Sources.Keys);
        Assert.Equal(File.ReadAllBytes(Path.Combine(kit.Home, FetchLock.FileName)), File.ReadAllBytes(Path.Combine(there, FetchLock.FileName)));
        Assert.Equal("title: é", File.ReadAllText(Path.Combine(there, "sigma", LongName)));
        Assert.Empty(await LockCheck.ProblemsAsync(there, [], NoProgress.Instance, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bundle_OfSomeSources_ReplacesThoseAndLeavesTheOthers()
    {
        using FetchKit kit = await FetchedAsync();
        using FetchKit other = await FetchedAsync("2");

        await FetchBundle.WriteAsync(kit.Home, kit.Folder["b.tar.gz"], ["one"], NoProgress.Instance, TestContext.Current.CancellationToken);
        await FetchBundle.ReadAsync(kit.Folder["b.tar.gz"], other.Home, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(("[1]", "title: é2"), (other.Text("one/one.json"), other.Text("sigma/" + LongName)));
        Assert.Empty(await LockCheck.ProblemsAsync(other.Home, [], NoProgress.Instance, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bundle_OfChangedFiles_IsNotMade()
    {
        using FetchKit kit = await FetchedAsync();
        File.WriteAllText(Path.Combine(kit.Home, "one/one.json"), "[2]");

        await Assert.ThrowsAsync<UserError>(() => FetchBundle.WriteAsync(kit.Home, kit.Folder["b.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken));

        Assert.False(File.Exists(kit.Folder["b.tar.gz"]));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("strange")]
    [InlineData("twice")]
    [InlineData("link")]
    [InlineData("nolock")]
    [InlineData("longer")]
    public async Task Bundle_ChangedOnTheWay_PutsNothingInPlace(string how)
    {
        using FetchKit kit = await FetchedAsync();
        await FetchBundle.WriteAsync(kit.Home, kit.Folder["b.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken);
        Rewrite(kit.Folder["b.tar.gz"], kit.Folder["bad.tar.gz"], how);
        string there = kit.Folder["there"];

        await Assert.ThrowsAsync<UserError>(() => FetchBundle.ReadAsync(kit.Folder["bad.tar.gz"], there, NoProgress.Instance, TestContext.Current.CancellationToken));

        Assert.Equal(["held"], Directory.EnumerateFiles(there, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Bundle_CutAnywhere_IsRefused()
    {
        using FetchKit kit = await FetchedAsync();
        await FetchBundle.WriteAsync(kit.Home, kit.Folder["b.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken);
        byte[] whole = File.ReadAllBytes(kit.Folder["b.tar.gz"]);

        for (int length = 0; length < whole.Length - 100; length += 37)
        {
            File.WriteAllBytes(kit.Folder["cut.tar.gz"], whole[..length]);
            await Assert.ThrowsAsync<UserError>(() => FetchBundle.ReadAsync(kit.Folder["cut.tar.gz"], kit.Folder["there"], NoProgress.Instance, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Lock_WithANameThatLeadsElsewhere_IsRefused()
    {
        byte[] json = """{"version":1,"sources":{"a":{"kind":"a","licence":"b","parts":{"a":{"address":"https://data.test/","at":"now","files":[{"path":"../../evil","bytes":1,"sha256":"00"}]}}}}}"""u8.ToArray();

        Assert.Throws<UserError>(() => FetchLock.Parse(json, "hone.lock.json"));
    }

    [Fact]
    public async Task Check_FindsWhatIsMissingChangedAndStrange()
    {
        using FetchKit kit = await FetchedAsync();
        File.Delete(Path.Combine(kit.Home, "one/one.json"));
        File.WriteAllText(Path.Combine(kit.Home, "sigma", LongName), "title: X ");
        File.WriteAllText(Path.Combine(kit.Home, "sigma/planted.yml"), "title: planted");

        IReadOnlyList<string> problems = await LockCheck.ProblemsAsync(kit.Home, [], NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(["one/one.json: missing", $"sigma/{LongName}: its content is not what was fetched", "sigma/planted.yml: not in the lock"], problems);
    }

    [Fact]
    public async Task Check_OpensNoConnection()
    {
        using FetchKit kit = await FetchedAsync();
        using var watch = new SocketWatch();

        await LockCheck.ProblemsAsync(kit.Home, [], NoProgress.Instance, TestContext.Current.CancellationToken);
        await FetchBundle.WriteAsync(kit.Home, kit.Folder["b.tar.gz"], [], NoProgress.Instance, TestContext.Current.CancellationToken);
        await FetchBundle.ReadAsync(kit.Folder["b.tar.gz"], kit.Folder["there"], NoProgress.Instance, TestContext.Current.CancellationToken);
        int quiet = watch.ConnectsOfThisTest;
        await kit.FetchAsync();

        Assert.Equal(0, quiet);
        Assert.True(watch.ConnectsOfThisTest > 0, "the watch sees nothing at all");
    }

    private static string LongName => string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 7)) + "/rule.yml";

    private static async Task<FetchKit> FetchedAsync(string word = "")
    {
        byte[] archive = FetchKit.Zip((LongName, "title: é" + word));
        var kit = new FetchKit(
            asked => asked.Path.EndsWith(".zip", StringComparison.Ordinal) ? Answer.File(asked, archive, "application/zip") : Answer.File(asked, Encoding.UTF8.GetBytes($"[1{word}]")),
            FetchKit.Source("one", FetchKit.Json("one")),
            FetchKit.Source("sigma", new FilePart("sigma", "https://data.test/sigma.zip", "sigma", ContentShape.Zip, 1 << 20) { Unpack = Hone.Corpus.Fetching.Archives.UnpackRule.Tree(".yml") }));
        Assert.False((await kit.FetchAsync()).Failed);
        return kit;
    }

    private static void Rewrite(string from, string to, string how)
    {
        using var reader = new TarReader(new GZipStream(File.OpenRead(from), CompressionMode.Decompress));
        using var writer = new TarWriter(new GZipStream(File.Create(to), CompressionLevel.Fastest));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            bool isLock = entry.Name == FetchLock.FileName;
            bool isOne = entry.Name == "one/one.json";
            if (isLock && how == "nolock")
                continue;
            if (isOne && how == "missing")
                continue;
            if (isOne && how == "link")
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, entry.Name) { LinkName = "/etc/passwd" });
                continue;
            }
            if (isOne && how is "changed" or "longer")
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(how == "changed" ? "[9]" : "[1234]"));
            writer.WriteEntry(entry);
            if (isOne && how is "twice" or "strange")
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, how == "twice" ? entry.Name : "../evil") { DataStream = new MemoryStream("[1]"u8.ToArray()) });
        }
    }

    /// <summary>Hears of every connection that this test begins: the runtime tells it itself.</summary>
    private sealed class SocketWatch : EventListener
    {
        private static readonly AsyncLocal<bool> Here = new();
        private int _connects;

        public SocketWatch() => Here.Value = true;

        public int ConnectsOfThisTest => Volatile.Read(ref _connects);

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "System.Net.Sockets")
                EnableEvents(source, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs data)
        {
            if (data.EventName == "ConnectStart" && Here.Value)
                Interlocked.Increment(ref _connects);
        }
    }
}
