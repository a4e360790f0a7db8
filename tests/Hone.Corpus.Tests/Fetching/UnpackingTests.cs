using System.IO.Compression;
using Hone.Corpus.Fetching;
using Hone.Corpus.Fetching.Archives;

namespace Hone.Corpus.Tests.Fetching;

/// <summary>Archives, honest and hostile.</summary>
public class UnpackingTests
{
    private static readonly UnpackRule Rules = UnpackRule.Tree("rules", ".yml") with { SkipFirstFolder = true };

    [Fact]
    public async Task Archive_OfARepository_BecomesAFolderOfWhatIsWanted()
    {
        using var kit = Kit(Rules, "sigma", FetchKit.Zip(("sigma-master/README.md", "read"), ("sigma-master/rules/a/one.yml", "title: one"), ("sigma-master/rules-hunting/two.yml", "title: two"), ("sigma-master/tests/three.yml", "title: three")));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal(("new", 2), (fetched.State, fetched.Files));
        Assert.Equal("title: one", kit.Text("sigma/rules/a/one.yml"));
        Assert.Equal(["sigma/rules-hunting/two.yml", "sigma/rules/a/one.yml"], kit.Lock.Sources["sigma"].Parts["sigma"].Files.Select(f => f.Path));
        Assert.Empty(kit.Staged());
    }

    [Fact]
    public async Task Archive_OfTheNextRelease_TakesAwayWhatIsNoMore()
    {
        byte[] archive = FetchKit.Zip(("r/rules/old.yml", "a"), ("r/rules/kept.yml", "b"));
        using var kit = new FetchKit(asked => Answer.File(asked, archive, "application/zip"), Source(Rules, "sigma"));
        await kit.OnlyAsync();
        archive = FetchKit.Zip(("r/rules/kept.yml", "c"), ("r/rules/new.yml", "d"));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("changed", fetched.State);
        Assert.Equal((false, "c", "d"), (kit.Has("sigma/rules/old.yml"), kit.Text("sigma/rules/kept.yml"), kit.Text("sigma/rules/new.yml")));
    }

    [Fact]
    public async Task Archive_OfManyRecords_BecomesLinesInOrderOfTheirNames()
    {
        using var kit = Kit(UnpackRule.Records("", ".json"), "osv/PyPI.jsonl.gz", FetchKit.Zip(("PYSEC-2.json", "{\n  \"id\": \"PYSEC-2\"\n}\n"), ("GHSA-1.json", """{"id": "GHSA-1", "summary": "ü"}"""), ("readme.txt", "no")));

        await kit.OnlyAsync();

        Assert.Equal(["""{"id":"GHSA-1","summary":"ü"}""", """{"id":"PYSEC-2"}"""], kit.Lines("osv/PyPI.jsonl.gz"));
    }

    [Theory]
    [InlineData("../evil.yml")]
    [InlineData("r/rules/../../../evil.yml")]
    [InlineData("/etc/evil.yml")]
    [InlineData("r/rules\\..\\..\\evil.yml")]
    [InlineData("r/rules/C:evil.yml")]
    [InlineData("r/rules/con.yml")]
    [InlineData("r/rules/a./evil.yml")]
    [InlineData("r/rules/a\u0001.yml")]
    public async Task Archive_WithANameThatLeadsElsewhere_IsNotUsedAtAll(string name)
    {
        using var kit = Kit(Rules, "sigma", FetchKit.Zip(("r/rules/good.yml", "good"), (name, "evil")));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Equal("failed", fetched.State);
        Assert.False(kit.Has("sigma/rules/good.yml"));
        Assert.Empty(Directory.EnumerateFiles(kit.Folder.Path, "evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Archive_WithALink_LeavesItOut()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "r/rules/good.yml", "good", 0);
            Write(archive, "r/rules/link.yml", "/etc/passwd", unchecked((int)0xA1FF0000));
        }
        using var kit = Kit(Rules, "sigma", stream.ToArray());

        await kit.OnlyAsync();

        Assert.Equal((true, false), (kit.Has("sigma/rules/good.yml"), kit.Has("sigma/rules/link.yml")));
    }

    [Fact]
    public async Task Archive_ThatUnpacksWithoutEnd_IsStopped()
    {
        using var kit = Kit(Rules, "sigma", FetchKit.Zip(("r/rules/good.yml", "good"), ("r/rules/zeros.yml", new string('0', 40 << 20))));

        FetchedSource fetched = await kit.OnlyAsync();

        Assert.Contains("far more", fetched.Problem, StringComparison.Ordinal);
        Assert.False(kit.Has("sigma/rules/good.yml"));
    }

    [Fact]
    public async Task Archive_WithMoreFilesThanExpected_IsRefusedBeforeTheyAreListed()
    {
        using var kit = Kit(Rules with { MaxFiles = 2 }, "sigma", FetchKit.Zip(("r/rules/1.yml", ""), ("r/rules/2.yml", ""), ("r/rules/3.yml", "")));

        Assert.Contains("more than 2 files", (await kit.OnlyAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_WithTwoFilesOfOneName_IsRefused()
    {
        using var kit = Kit(Rules, "sigma", FetchKit.Zip(("r/rules/a.yml", "1"), ("r/rules/A.yml", "2")));

        Assert.Contains("two files", (await kit.OnlyAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_WithNothingWanted_SaysSo()
    {
        using var kit = Kit(Rules, "sigma", FetchKit.Zip(("r/moved/a.yml", "1")));

        Assert.Contains("nothing in the archive", (await kit.OnlyAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_CutInTheMiddle_IsNoArchive()
    {
        byte[] whole = FetchKit.Zip(("r/rules/a.yml", "1"));
        using var kit = Kit(Rules, "sigma", whole[..^10]);

        Assert.Equal("failed", (await kit.OnlyAsync()).State);
    }

    /// <summary>Any byte of a good archive changed: it is refused or read, and never anything else.</summary>
    [Fact]
    public void Archive_DamagedAnywhere_NeverCrashes()
    {
        using var folder = new TestFolder();
        byte[] whole = FetchKit.Zip(("r/rules/a.yml", "title: one, two, three"), ("r/rules/b.yml", "title: four"));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            File.WriteAllBytes(folder["a.zip"], damaged);
            try
            {
                using var members = ZipMembers.Open(folder["a.zip"], Rules, "a.zip");
                foreach (var (_, entry) in members.List())
                    members.Copy(entry, Stream.Null, 1000, CancellationToken.None);
            }
            catch (FetchFailure)
            {
            }
        }
    }

    [Fact]
    public async Task Gzip_ThatUnpacksWithoutEnd_IsRefused()
    {
        byte[] bomb = FetchKit.Gzip(new byte[64 << 20]);
        using var kit = new FetchKit(asked => Answer.File(asked, bomb, "application/gzip"), FetchKit.Source("epss", new FilePart("epss", "https://data.test/epss.csv.gz", "epss/epss.csv.gz", ContentShape.Gzip, 8 << 20)));

        Assert.Contains("unpacks to more", (await kit.OnlyAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_ThatIsPackedForTheJourney_IsTakenAsItIs()
    {
        byte[] scores = FetchKit.Gzip("cve,epss,percentile\nCVE-2021-44228,0.97,0.99\n"u8.ToArray());
        using var kit = new FetchKit(asked => Answer.File(asked, scores, "text/csv").With("Content-Encoding", "gzip"), FetchKit.Source("epss", new FilePart("epss", "https://data.test/epss.csv.gz", "epss/epss.csv.gz", ContentShape.Gzip, 1 << 20)));

        Assert.Equal("new", (await kit.OnlyAsync()).State);
        Assert.Equal(scores, File.ReadAllBytes(Path.Combine(kit.Home, "epss/epss.csv.gz")));
    }

    private static void Write(ZipArchive archive, string name, string text, int attributes)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name);
        entry.ExternalAttributes = attributes;
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
    }

    private static FetchKit Kit(UnpackRule rule, string to, byte[] archive) => new(asked => Answer.File(asked, archive, "application/zip"), Source(rule, to));

    private static FetchSource Source(UnpackRule rule, string to) =>
        FetchKit.Source(to.Split('/')[0], new FilePart(to.Split('/')[0], "https://data.test/a.zip", to, ContentShape.Zip, 64 << 20) { Unpack = rule });
}
