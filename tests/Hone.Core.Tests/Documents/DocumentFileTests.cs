using System.IO.Compression;
using System.Text;
using Hone.Core.Documents;
using Hone.Core.Tests.Runs;

namespace Hone.Core.Tests.Documents;

public sealed class DocumentFileTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("d.jsonl")]
    [InlineData("d.jsonl.gz")]
    public void Write_ThenRead_GivesTheSameDocuments(string name)
    {
        Document[] documents =
        [
            new() { Id = "T1003", Source = "attack:a.json", Text = "# Titel\n\n\"quoted\" <b> é 日本 😀 \u0001\t", Title = "t", Url = "u", Date = "2024-01-01", Licence = "l", Tlp = "TLP:GREEN" },
            new() { Id = "empty", Source = "s", Text = "" },
        ];

        Write(_folder[name], documents);

        Assert.Equal(documents, DocumentReader.Read(_folder[name]));
    }

    [Theory]
    [InlineData("a.jsonl", "b.jsonl")]
    [InlineData("a.jsonl.gz", "b.jsonl.gz")]
    public void Write_Twice_GivesTheSameBytes(string a, string b)
    {
        Document[] documents = [.. Enumerable.Range(0, 500).Select(i => new Document { Id = $"{i}", Source = "s", Text = new string((char)('a' + i % 26), i) })];

        Write(_folder[a], documents);
        Write(_folder[b], documents);

        Assert.Equal(File.ReadAllBytes(_folder[a]), File.ReadAllBytes(_folder[b]));
    }

    [Fact]
    public void Write_OneDocument_LeavesNullsOutAndTextReadable()
    {
        Write(_folder["d.jsonl"], [new() { Id = "1", Source = "s", Text = "<é>'" }]);

        Assert.Equal("{\"id\":\"1\",\"text\":\"<é>'\",\"source\":\"s\"}\n", File.ReadAllText(_folder["d.jsonl"]));
    }

    [Fact]
    public void Write_NotCompleted_LeavesNothing()
    {
        using (var writer = new DocumentWriter(_folder["d.jsonl.gz"]))
            writer.Write(new Document { Id = "1", Source = "s", Text = "t" });

        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Read_ByteOrderMarkBlankLinesAndCarriageReturns_AreNoDocuments()
    {
        File.WriteAllText(_folder["d.jsonl"], "\uFEFF{\"id\":\"1\",\"source\":\"s\",\"text\":\"a\"}\r\n\r\n  \n{\"id\":\"2\",\"source\":\"s\",\"text\":\"b\",\"other\":1}", new UTF8Encoding(false));

        Assert.Equal(["1", "2"], DocumentReader.Read(_folder["d.jsonl"]).Select(d => d.Id));
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"source\":\"s\"}")]
    [InlineData("{\"id\":\"1\",\"source\":\"s\",\"text\":null}")]
    [InlineData("{\"id\":\"1\",\"source\":\"s\",\"text\":5}")]
    [InlineData("{\"id\":\"1\",\"source\":\"s\",\"text\":\"\\ud800\"}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"1\",")]
    [InlineData("not json")]
    public void Read_BadLine_NamesFileAndLine(string bad)
    {
        File.WriteAllText(_folder["d.jsonl"], "{\"id\":\"1\",\"source\":\"s\",\"text\":\"a\"}\n\n" + bad + "\n");

        var error = Assert.Throws<UserError>(() => DocumentReader.Read(_folder["d.jsonl"]).ToArray());

        Assert.StartsWith($"{_folder["d.jsonl"]}:3: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsUserError()
    {
        var error = Assert.Throws<UserError>(() => DocumentReader.Read(_folder["none.jsonl"]).ToArray());

        Assert.Contains("no such file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(100)]
    public void Read_GzipCutOff_IsUserError(int missing)
    {
        Write(_folder["d.jsonl.gz"], [.. Enumerable.Range(0, 300).Select(i => new Document { Id = $"{i}", Source = "s", Text = $"{i * 7919}" })]);
        byte[] whole = File.ReadAllBytes(_folder["d.jsonl.gz"]);
        File.WriteAllBytes(_folder["d.jsonl.gz"], whole[..^missing]);

        Assert.Throws<UserError>(() => DocumentReader.Read(_folder["d.jsonl.gz"]).ToArray());
    }

    [Fact]
    public void Read_AnyByteOfGzipChanged_NeverGivesOtherDocuments()
    {
        Document[] documents = [.. Enumerable.Range(0, 20).Select(i => new Document { Id = $"{i}", Source = "s", Text = $"{i * 7919}" })];
        Write(_folder["d.jsonl.gz"], documents);
        byte[] whole = File.ReadAllBytes(_folder["d.jsonl.gz"]);

        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x15;
            File.WriteAllBytes(_folder["d.jsonl.gz"], damaged);
            Document[]? read = null;
            // Refused is as good as unharmed.
            if (Record.Exception(() => read = [.. DocumentReader.Read(_folder["d.jsonl.gz"])]) is { } refused)
                Assert.IsType<UserError>(refused);
            else
                Assert.Equal(documents, read);
        }
    }

    [Fact]
    public void Read_GzipLargerThanBound_IsUserError()
    {
        using (var gzip = new GZipStream(File.Create(_folder["bomb.jsonl.gz"]), CompressionLevel.Fastest))
            for (int i = 0; i < 64; i++)
                gzip.Write(new byte[1 << 16]);

        var error = Assert.Throws<UserError>(() => JsonLineReader.Read(_folder["bomb.jsonl.gz"], maxBytes: 1 << 20).ToArray());

        Assert.Contains("unpacks to more than 1 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LineLongerThanBound_IsUserErrorWithItsNumber()
    {
        File.WriteAllText(_folder["d.jsonl"], "{}\n" + new string('x', 3 << 20));

        var error = Assert.Throws<UserError>(() => JsonLineReader.Read(_folder["d.jsonl"], maxLineBytes: 1 << 20).Count());

        Assert.Contains("d.jsonl:2: a line longer than 1 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_OfAnyLength_ComeOutAsWritten()
    {
        var random = new Random(5);
        string[] lines = [.. Enumerable.Range(0, 200).Select(i => new string('x', random.Next(4) switch { 0 => 1, 1 => 65535 + random.Next(4), _ => 1 + random.Next(200_000) }))];
        File.WriteAllText(_folder["d.jsonl"], string.Join('\n', lines));

        Assert.Equal(lines, JsonLineReader.Read(_folder["d.jsonl"]).Select(line => Encoding.ASCII.GetString(line.Utf8.Span)));
    }

    [Fact]
    public void ReadAll_LargerThanBound_IsUserError()
    {
        File.WriteAllText(_folder["d.json"], new string('x', 2 << 20));

        Assert.Throws<UserError>(() => InputFile.ReadAll(_folder["d.json"], 1 << 20));
    }

    [Fact]
    public void FileTree_Folder_IsInOrdinalOrderWithoutDotNames()
    {
        foreach (string file in (string[])["b.txt", "a/z.txt", "A.txt", ".git/x", "a/.hidden", "a.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], file);
        }

        Assert.Equal(["A.txt", "a.txt", "a/z.txt", "b.txt"], FileTree.List(_folder.Path).Select(f => f.Relative));
    }

    private static void Write(string path, IEnumerable<Document> documents)
    {
        using var writer = new DocumentWriter(path);
        foreach (Document document in documents)
            writer.Write(document);
        writer.Complete();
    }
}
