using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Fetching;
using Hone.Corpus.Fetching.Archives;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>
/// What is fetched is what the readers read: the real published data, served as its publishers pack it at the addresses of the list,
/// gives the same documents through a fetch as read from where it lies.
/// </summary>
public class ReaderFitTests
{
    private static string? Data { get; } = Find("data-unpacked");

    [Fact]
    public void Kind_OfEverySource_HasAReader() =>
        Assert.All(FetchList.All, source => Assert.Contains(source.Kind, SourceList.Kinds));

    [Theory]
    [InlineData("capec", "attack/stix-capec.json")]
    [InlineData("kev", "kev/known_exploited_vulnerabilities.json")]
    [InlineData("atlas", "atlas/dist/ATLAS.yaml")]
    [InlineData("misp-galaxy", "misp-galaxy")]
    [InlineData("atomic", "atomic")]
    [InlineData("lolbas", "lolbas")]
    [InlineData("gtfobins", "gtfobins")]
    [InlineData("nuclei", "nuclei")]
    public async Task Source_AsPublished_GivesTheSameDocumentsThroughAFetch(string name, string where)
    {
        Assert.SkipWhen(Data is null, "no folder data-unpacked beside the repository");
        FetchSource source = FetchList.All.Single(s => s.Name == name);
        string[] files = Files(where);
        Assert.SkipWhen(files.Length == 0, $"no {where} in data-unpacked");
        using var kit = new FetchKit(asked => Serve(asked, name, where, files), source with { Limit = new RateLimit(1000, 1) });

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.True(fetched.State == "new", fetched.Problem);
        string[] direct = [.. files.SelectMany(file => Ids(source.Kind, file, Rule(source)))];
        string[] through = [.. Ids(fetched.Reference)];
        Assert.NotEmpty(through);
        Assert.Equal(direct.Distinct().Order(StringComparer.Ordinal), through.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CveRecords_AsReleased_GiveTheSameDocumentsThroughAFetch()
    {
        string? path = Data is null ? null : Path.Combine(Data, "sources", "cve5", "cve5.jsonl");
        Assert.SkipWhen(!File.Exists(path), "no sources/cve5/cve5.jsonl in data-unpacked");
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        byte[] whole = Nested([.. lines.Select(Named).DistinctBy(r => r.Name)]);
        using var kit = new FetchKit(asked => asked.Path.Contains("releases?", StringComparison.Ordinal)
            ? Answer.Ok(asked.Path.EndsWith("page=1", StringComparison.Ordinal) ? """[{"assets": [{"name": "2026-03-10_all_CVEs_at_midnight.zip.zip", "browser_download_url": "https://github.com/CVEProject/cvelistV5/releases/download/x/2026-03-10_all_CVEs_at_midnight.zip.zip"}]}]""" : "[]")
            : Answer.File(asked, whole, "application/zip"), FetchList.All.Single(s => s.Name == "cve"));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.True(fetched.State == "new", fetched.Problem);
        Assert.Equal(Ids($"cve:{path}").Distinct().Order(StringComparer.Ordinal), Ids(fetched.Reference).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RecordsOfNvdAndOsvAndNotes_AsKept_AreRead()
    {
        using var folder = new TestFolder();
        await WriteLines(folder, "nvd/nvd-2024.jsonl.gz", """{"cve":{"id":"CVE-2024-0001","published":"2024-01-01T00:00:00.000","lastModified":"2024-01-02T00:00:00.000","vulnStatus":"Analyzed","descriptions":[{"lang":"en","value":"A buffer overflow in the parser of the gateway lets remote attackers run code."}]}}""");
        await WriteLines(folder, "osv/PyPI.jsonl.gz", """{"id":"PYSEC-2024-1","modified":"2024-01-02T00:00:00Z","summary":"A flaw","details":"A flaw in the parser of the package lets remote attackers run code of their choice.","affected":[{"package":{"ecosystem":"PyPI","name":"pkg"}}]}""");
        await WriteLines(folder, "certcc/notes.jsonl.gz", """{"vuid":"VU#421644","idnumber":"421644","name":"HTTP/2 CONTINUATION frames can be used for denial of service","overview":"### Overview\nMany servers do not limit the number of CONTINUATION frames in one stream, so that a client can exhaust their memory.","dateupdated":"2024-01-02T00:00:00Z"}""");

        Assert.Equal("CVE-2024-0001", Assert.Single(folder.Read("nvd", "nvd")).Document.Id);
        Assert.Equal("PYSEC-2024-1", Assert.Single(folder.Read("osv", "osv")).Document.Id);
        Assert.Equal("VU#421644", Assert.Single(folder.Read("certcc", "certcc")).Document.Id);
    }

    private static async Task WriteLines(TestFolder folder, string name, string line)
    {
        folder.Write(name, "");
        await File.WriteAllBytesAsync(folder[name], FetchKit.Gzip(Encoding.UTF8.GetBytes(line + "\n")), TestContext.Current.CancellationToken);
    }

    private static Answer? Serve(Asked asked, string name, string where, string[] files)
    {
        // A repository's archive has one folder that says its branch; a plain file is found by its name.
        if (asked.Path.Contains("/zip/", StringComparison.Ordinal))
            return Answer.File(asked, Pack(files.Single(), name + "-main"), "application/zip");
        string? file = files.FirstOrDefault(f => Path.GetFileName(f) == asked.Path.Split('/')[^1]);
        return file is null ? null : Answer.File(asked, File.ReadAllBytes(file), where.EndsWith(".yaml", StringComparison.Ordinal) ? "text/plain" : "application/json");
    }

    private static byte[] Pack(string folder, string first)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                archive.CreateEntryFromFile(file, $"{first}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}", CompressionLevel.Fastest);
        return stream.ToArray();
    }

    private static byte[] Nested((string Name, string Text)[] records)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = archive.CreateEntry("cves.zip", CompressionLevel.NoCompression).Open())
            entry.Write(FetchKit.Zip(records));
        return stream.ToArray();
    }

    private static (string Name, string Text) Named(string line)
    {
        string id = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("cveMetadata").GetProperty("cveId").GetString()!;
        return (string.Create(CultureInfo.InvariantCulture, $"cves/{id.Split('-')[1]}/{id.Split('-')[2][..^3]}xxx/{id}.json"), line);
    }

    private static string[] Files(string where)
    {
        string path = Path.Combine(Data!, "sources", where);
        if (Directory.Exists(path) || File.Exists(path))
            return [path];
        string folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(path)) : [];
    }

    private static UnpackRule? Rule(FetchSource source) => source.Parts.OfType<FilePart>().First().Unpack;

    /// <summary>Ids of a file or of the wanted part of a repository.</summary>
    private static IEnumerable<string> Ids(string kind, string path, UnpackRule? rule)
    {
        if (rule is null)
            return Ids($"{kind}:{path}");
        string[] folders = rule.Folder.EndsWith('/') ? [Path.Combine(path, rule.Folder)] : rule.Folder.Length == 0 ? [path] : Directory.GetDirectories(path, rule.Folder + "*");
        return folders.SelectMany(folder => Ids($"{kind}:{folder}"));
    }

    private static List<string> Ids(string reference)
    {
        SourceReference parsed = SourceReference.Parse(reference, out string? problem) ?? throw new InvalidOperationException(problem);
        return SourceList.For(parsed).Read(parsed).Where(item => item.Verdict.Reason != Reasons.Broken).Select(item => item.Document.Id).ToList();
    }

    private static string? Find(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (Directory.Exists(Path.Combine(directory.FullName, name)))
                return Path.Combine(directory.FullName, name);
        return null;
    }
}
