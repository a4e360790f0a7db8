using System.IO.Compression;
using System.Text;
using Hone.Core;
using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Logs;

namespace Hone.Corpus.Tests.Sources.Logs;

public sealed class LogSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_CommonEvent_IsToldOnceWithItsValues()
    {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++)
            lines.Append($"Mar  3 10:{i / 60:00}:{i % 60:00} gate fw[7]: blocked 203.0.113.{i % 5} to port {1000 + i}\n");
        lines.Append("Mar  3 10:20:00 gate fw[7]: rules were reloaded by root\n");

        SourceItem item = _folder.Single("logs", lines.ToString());

        Assert.Equal("""
            # Syslog from Mar 3 10:00:00 to 10:20:00

            201 events of a.log.

            ## Host gate

            - Mar 3 10:00:00 fw[7]: blocked 203.0.113.0 to port 1000 (the first of 200 alike, to 10:03:19)
            - 10:20:00 fw[7]: rules were reloaded by root

            Alike but for their values:

            - 200 times: fw[7]: blocked <1> to port <2>; <1> is 203.0.113.0 (40), 203.0.113.1 (40), 203.0.113.2 (40), 203.0.113.3 (40), 203.0.113.4 (40); <2> is 1000 to 1199

            """, item.Document.Text);
    }

    [Fact]
    public void Read_ManySilentClients_AreGatheredUnderOneHeading()
    {
        string[] lines = [.. Enumerable.Range(0, 100).Select(i => $"203.0.113.{i} - - [10/Oct/2024:13:{i % 60:00}:36 +0000] \"GET / HTTP/1.1\" 200 2326 \"-\" \"curl/8\"")];
        lines = [.. lines, "198.51.100.9 - - [10/Oct/2024:14:55:36 +0000] \"GET /?q=1%27+OR+1=1-- HTTP/1.1\" 500 0 \"-\" \"sqlmap/1.7\""];

        string text = _folder.Single("logs", string.Join('\n', lines)).Document.Text;

        Assert.Contains("## 88 others: Client 203.0.113.12, curl/8, ", text, StringComparison.Ordinal);
        Assert.Contains("## Client 198.51.100.9, sqlmap/1.7\n\n- 2024-10-10 14:55:36 GET /?q=1%27+OR+1=1-- answered 500\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StackTrace_StaysWithItsEvent()
    {
        string text = _folder.Single("logs", "2024-03-01 10:00:00,123 ERROR app: it broke\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n2024-03-01 10:00:01,123 INFO app: again\n").Document.Text;

        Assert.Contains("- 2024-03-01 10:00:00 ERROR app: it broke\n```\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n```\n- 10:00:01 INFO app: again", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-03-01T10:00:00Z x", "2024-03-01 10:00:00 x")]
    [InlineData("2024-03-01T10:00:00.123456+02:00 x", "2024-03-01 10:00:00 x")]
    [InlineData("[2024-03-01 10:00:00] x", "2024-03-01 10:00:00 x")]
    [InlineData("2024/03/01 10:00:00,001 x", "2024-03-01 10:00:00 x")]
    [InlineData("01/Mar/2024:10:00:00 +0000 x", "2024-03-01 10:00:00 x")]
    [InlineData("[Fri Mar 01 10:00:00 2024] x", "2024-03-01 10:00:00 x")]
    [InlineData("[Fri Mar 01 10:00:00.123456 2024] x", "2024-03-01 10:00:00 x")]
    [InlineData("03-01 10:00:00.123 x", "03-01 10:00:00 x")]
    [InlineData("240301 100000 x", "2024-03-01 10:00:00 x")]
    [InlineData("20240301-10:00:00:123|x", "2024-03-01 10:00:00 x")]
    [InlineData("1709287200 x", "2024-03-01 10:00:00 x")]
    [InlineData("1709287200.123 x", "2024-03-01 10:00:00 x")]
    [InlineData("host 2024-03-01 10:00:00 x", "2024-03-01 10:00:00 host x")]
    [InlineData("nothing of a time 99:99", "nothing of a time 99:99")]
    public void Read_TimesOfEveryKind_AreTold(string line, string told)
    {
        string text = _folder.Single("logs", line).Document.Text;

        Assert.Contains($"\n- {told}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenLines_AreOneItemWithTheFirstLineAndTheirNumber()
    {
        SourceItem[] items = _folder.ReadText("syslog", "a.log", "Mar  3 10:00:00 gate fw: one\n???\nMar  3 10:00:01 gate fw: two\n\nnot a line\n");

        Assert.Equal(2, items.Length);
        Assert.Equal(("a.log:2", "broken"), (items[1].Document.Id, items[1].Verdict.Reason));
        Assert.Contains("2 such lines", items[1].Verdict.Detail, StringComparison.Ordinal);
        Assert.Contains("line 2", items[1].Verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Encodings_GiveTheSameText()
    {
        const string line = "Mar  3 10:00:00 gate fw: über 203.0.113.1\n";
        string plain = _folder.Single("logs", line).Document.Text;

        foreach ((string name, Encoding encoding) in new (string, Encoding)[] { ("le", new UnicodeEncoding(false, true)), ("be", new UnicodeEncoding(true, true)), ("bare", new UnicodeEncoding(false, false)), ("utf8", new UTF8Encoding(true)), ("latin", Encoding.Latin1) })
        {
            _folder.WriteBytes("a.log", [.. encoding.GetPreamble(), .. encoding.GetBytes(line)]);
            SourceItem item = Assert.Single(_folder.Read("logs", "a.log"));
            Assert.Equal((name, plain, null), (name, item.Document.Text, item.Verdict.Detail));
        }
    }

    [Fact]
    public void Read_HugeLine_CostsItself()
    {
        SourceItem[] items = _folder.ReadText("syslog", "a.log", $"Mar  3 10:00:00 gate fw: one\nMar  3 10:00:00 gate fw: {new string('x', 3 << 20)}\nMar  3 10:00:01 gate fw: two\n");

        Assert.Contains("2 events", items[0].Document.Text, StringComparison.Ordinal);
        Assert.Equal(("a.log:2", "a line longer than 1 MiB"), (items[1].Document.Id, items[1].Verdict.Detail));
    }

    [Fact]
    public void Read_BinaryFile_IsDropped()
    {
        _folder.WriteBytes("a.log", [1, 0, 0, 2, 3, 0, 0, 0, 9, 9]);

        Assert.Equal("binary", Assert.Single(_folder.Read("logs", "a.log")).Verdict.Reason);
    }

    [Fact]
    public void Read_EmptyFile_GivesNothing() => Assert.Empty(_folder.ReadText("logs", "a.log", ""));

    [Fact]
    public void Read_Archives_AreOpened()
    {
        const string line = "Mar  3 10:00:00 gate fw: one\n";
        _folder.WriteZip("a.zip", ("day1/messages", line), ("day1/readme.md", "no"), ("__MACOSX/._messages", "no"));
        _folder.WriteTarGz("b.tar.gz", ("./day2/messages", line), ("day2/x.evtx", "no"));
        using (var gzip = new GZipStream(File.Create(_folder["c.log.gz"]), CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(line));

        SourceItem[] items = _folder.Read("logs");

        Assert.Equal(["a.zip/day1/messages:1", "b.tar.gz/day2/messages:1", "c.log.gz:1"], items.Select(item => item.Document.Id));
        Assert.All(items, item => Assert.Contains("fw: one", item.Document.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.zip")]
    [InlineData("a.tar.gz")]
    [InlineData("a.log.gz")]
    public void Read_DamagedArchive_IsOneBrokenItem(string name)
    {
        _folder.WriteBytes(name, Encoding.UTF8.GetBytes("this is no archive at all"));
        _folder.Write("b.log", "Mar  3 10:00:00 gate fw: one\n");

        SourceItem[] items = _folder.Read("logs");

        Assert.Equal(["broken", null], items.Select(item => item.Verdict.Reason));
    }

    [Fact]
    public void Read_FolderWithoutLogs_IsAnError()
    {
        _folder.Write("readme.md", "no");

        Assert.Throws<UserError>(() => _folder.Read("logs"));
    }

    [Fact]
    public void Parts_LargeFile_IsCutAndReadTheSameInAnyOrder()
    {
        var lines = new StringBuilder();
        for (int i = 0; lines.Length < 1 << 20; i++)
            lines.Append($"Mar  3 10:{i / 60 % 60:00}:{i % 60:00} gate{i % 3} fw[{i}]: blocked 203.0.113.{i % 250} to port {1000 + i % 999}\n");
        SourceReference reference = SourceReference.Parse($"logs:{_folder.Write("a.log", lines.ToString())}", out _)!;
        SourcePart[] parts = [.. new LogSource("logs", "", partBytes: 400 << 10).Parts(reference)];

        string[] forward = [.. parts.SelectMany(part => part.Read()).Select(item => item.Document.Text)];
        string[] backward = [.. parts.Reverse().AsParallel().AsOrdered().Select(part => part.Read().ToArray()).AsEnumerable().Reverse().SelectMany(items => items).Select(item => item.Document.Text)];

        Assert.Equal(3, parts.Length);
        Assert.Equal(forward, backward);
        Assert.True(forward.Sum(text => text.Length) < 20_000);
    }
}
