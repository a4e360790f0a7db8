using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources;

public sealed class JsonRecordsTests : IDisposable
{
    private static readonly string[] _names = ["items", "vulns"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""[{"a":1},{"a":[2,{"b":"]"}]}]""", """{"a":1}|{"a":[2,{"b":"]"}]}""")]
    [InlineData("""{"head":{"items":[0]},"items":[{"a":1},{"a":2}],"tail":[3]}""", """{"a":1}|{"a":2}""")]
    [InlineData("""{"a":"items","b":[1]}""", """{"a":"items","b":[1]}""")]
    [InlineData("{\"it\\\"ems\":[1],\"vulns\":[\"x,]\\\\\",\"\\\"[\",3]}", "\"x,]\\\\\"|\"\\\"[\"|3")]
    [InlineData("""{"items":[]}""", "")]
    [InlineData("\uFEFF [ 1 , 2 ]", "1|2")]
    public void Read_File_IsCutIntoRecords(string json, string expected)
    {
        string path = _folder.Write("x.json", json);

        Assert.Equal(expected, string.Join('|', JsonRecordReader.Read(path, _names).Select(r => Encoding.UTF8.GetString(r.Utf8.Span))));
    }

    [Fact]
    public void Read_LongFile_GivesEveryRecordWithItsLine()
    {
        string[] records = [.. Enumerable.Range(0, 5000).Select(i => $$"""{"id":{{i}},"text":"{{new string('x', i % 97)}}\\\"{[\u00e9","list":[{},[{{i}}]]}""")];
        string path = _folder.Write("x.json", $"{{\n\"items\": [\n{string.Join(",\n", records)}\n]}}");

        JsonRecord[] read = [.. JsonRecordReader.Read(path, _names)];

        Assert.Equal(records, read.Select(r => Encoding.UTF8.GetString(r.Utf8.Span)));
        Assert.Equal(Enumerable.Range(0, 5000), read.Select(r => r.Index));
        Assert.Equal(Enumerable.Range(3, 5000), read.Select(r => r.Line));
    }

    [Fact]
    public void Parts_LongFile_AreSeveralAndTheSameEachTime()
    {
        string record = """{"id":"OSV-@","modified":"2024-01-01T00:00:00Z","summary":"Flaw @ in a package"}""";
        _folder.Write("all.json", $"[{string.Join(",\n", Enumerable.Range(0, 30_000).Select(i => record.Replace("@", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)))}]");
        SourceReference reference = SourceReference.Parse($"osv:{_folder["all.json"]}", out _)!;

        SourcePart[] parts = [.. SourceList.For(reference).Parts(reference)];
        string[] ids = [.. parts.AsParallel().AsOrdered().SelectMany(part => part.Read()).Select(i => i.Document.Id)];

        Assert.InRange(parts.Length, 2, 6);
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => $"OSV-{i}"), ids);
        Assert.Equal(ids, parts.SelectMany(part => part.Read()).Select(i => i.Document.Id));
    }

    [Fact]
    public void Parts_BrokenRecord_CostsItself()
    {
        SourceItem[] items = _folder.ReadText("osv", "x.json", """
            [{"id":"A","modified":"","summary":"a"},
             {"id":"B","modified":, "summary":"b"},
             {"no":1},
             5,
             {"id":"C","modified":"","summary":"\udc00"},
             {"id":"D","modified":"","summary":"d"}]
            """);

        Assert.Equal([null, "broken", "broken", "broken", "broken", null], items.Select(i => i.Verdict.Reason));
        Assert.Contains("x.json:2: not JSON", items[1].Verdict.Detail, StringComparison.Ordinal);
        Assert.Contains("x.json:3: not an OSV record", items[2].Verdict.Detail, StringComparison.Ordinal);
        Assert.Contains("x.json:5: text that is not Unicode", items[4].Verdict.Detail, StringComparison.Ordinal);
        Assert.Equal(["x.json[1]", "x.json[2]", "x.json[3]", "x.json[4]"], items[1..5].Select(i => i.Document.Id));
    }

    [Theory]
    [InlineData("""[{"id":"A","modified":"","summary":"a"},""", "the file ends inside its list")]
    [InlineData("""[{"id":"A","modified":"","summary":"a"}, """, "the file ends inside its list")]
    [InlineData("""[{"id":"A","modified":"","summary":"a"},{"id":""", "not JSON")]
    [InlineData("""[{"id":"A","modified":"","summary":"a"},{"id":"B""", "not JSON")]
    public void Parts_CutFile_KeepsWhatIsWhole(string json, string problem)
    {
        SourceItem[] items = _folder.ReadText("osv", "x.json", json);

        Assert.Equal([null, "broken"], items.Select(i => i.Verdict.Reason));
        Assert.Contains(problem, items[1].Verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_SchemaBesideRecords_IsNone() =>
        Assert.Empty(_folder.ReadText("osv", "schema.json", """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{}}"""));

    [Fact]
    public void Parts_DeepNesting_IsBroken()
    {
        string deep = new string('[', 5000) + new string(']', 5000);

        Assert.Contains("not JSON", _folder.Problem("csaf", "x.json", $$"""{"document":{{deep}}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomJson_AgreesWithTheParser()
    {
        var random = new Core.Statistics.Xoshiro256(11);
        for (int round = 0; round < 300; round++)
        {
            string json = "[" + string.Join(',', Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Value(random, 0))) + "]";
            string path = _folder.Write("x.json", round % 2 == 0 ? json : $$"""{"a":{},"items":{{json}}}""");

            using JsonDocument whole = JsonDocument.Parse(json);
            Assert.Equal(whole.RootElement.EnumerateArray().Select(e => e.GetRawText()), JsonRecordReader.Read(path, _names).Select(r => Encoding.UTF8.GetString(r.Utf8.Span)));
        }
    }

    private static string Value(Core.Statistics.Xoshiro256 random, int depth) => random.Next(depth > 4 ? 3 : 5) switch
    {
        0 => "12",
        1 => """ "a\"]},[:\\" """,
        2 => "null",
        3 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        _ => $$"""{"k{":{{Value(random, depth + 1)}}, "items":[{{Value(random, depth + 1)}}]}""",
    };
}
