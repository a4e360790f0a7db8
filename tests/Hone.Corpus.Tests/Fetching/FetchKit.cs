using System.IO.Compression;
using System.Text;
using Hone.Core.Runs;
using Hone.Corpus.Fetching;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>A folder, a clock, a server and a list of sources of a test's own.</summary>
internal sealed class FetchKit : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalServer _server;

    public FetchKit(Func<Asked, Answer?> answer, params FetchSource[] sources)
    {
        _server = new LocalServer(answer);
        Sources = sources;
    }

    public FetchSource[] Sources { get; }

    public LocalServer Server => _server;

    public JumpingTime Time { get; } = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    public Notes Progress { get; } = new();

    public FetchLimits Limits { get; init; } = FetchLimits.Default with { Retries = 3, Stall = TimeSpan.FromSeconds(20) };

    public List<string> Allowed { get; } = [];

    public bool UseMirror { get; init; } = true;

    public string Home => _folder["data"];

    public TestFolder Folder => _folder;

    public FetchLock Lock => FetchLock.Load(Home)!;

    public async Task<FetchReport> FetchAsync(string[]? names = null, CancellationToken? cancel = null, DateOnly? since = null) => await FetchRun.RunAsync(
        new FetchOptions { To = Home, Sources = names ?? ["all"], Mirrors = UseMirror ? [_server.Mirror] : [], AllowedHosts = Allowed, Since = since },
        Sources, Limits, Progress, Time, cancel ?? TestContext.Current.CancellationToken);

    public async Task<FetchedSource> OnlyAsync() => Assert.Single((await FetchAsync()).Sources);

    public string Text(string name) => File.ReadAllText(Path.Combine(Home, name));

    public bool Has(string name) => File.Exists(Path.Combine(Home, name));

    /// <summary>The lines of a .jsonl.gz file.</summary>
    public string[] Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Home, name)), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>No unfinished work is left.</summary>
    public string[] Staged() => [.. Directory.EnumerateFileSystemEntries(Path.Combine(Home, ".fetch")).Select(e => Path.GetFileName(e)!).Where(name => name != "held")];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    public static FetchSource Source(string name, params FetchPart[] parts) => new(name, name, "a licence", "a test", parts) { Documentation = "https://data.test/docs", Limit = new RateLimit(1000, 1) };

    public static FilePart Json(string name = "kev", long maxBytes = 1 << 20) => new(name, $"https://data.test/{name}.json", $"{name}/{name}.json", ContentShape.Json, maxBytes);

    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return stream.ToArray();
    }

    /// <summary>JSON long enough to be cut.</summary>
    public static byte[] LongJson(int size, string word = "entry") => Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, size / (word.Length + 10)).Select(i => $"\"{word} {i:000000}\"")) + "]");
}

internal sealed class Notes : IProgressReporter
{
    public List<string> Lines { get; } = [];

    /// <summary>Called with the bytes of the running download.</summary>
    public Action<long> OnReport { get; set; } = _ => { };

    public void Begin(string title, long total, string unit)
    {
    }

    public void Report(long done, string? detail = null) => OnReport(done);

    public void Note(string line) => Lines.Add(line);
}
