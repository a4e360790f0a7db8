using System.Text.Json.Nodes;
using Hone.Core.Runs;

namespace Hone.Core.Tests.Runs;

public sealed class StageKeyTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Canonical_OrderOfKeys_DoesNotMatter()
    {
        var one = JsonNode.Parse("""{"b":[1,{"y":null,"x":"é<"}],"a":0.1}""");
        var two = new JsonObject { ["a"] = 0.1, ["b"] = new JsonArray(1, new JsonObject { ["x"] = "é<", ["y"] = null }) };

        Assert.Equal("""{"a":0.1,"b":[1,{"x":"é<","y":null}]}""", StageKey.Canonical(one));
        Assert.Equal(StageKey.Canonical(one), StageKey.Canonical(two));
    }

    [Fact]
    public void Compute_WhereTheInputLies_DoesNotMatterButItsContentDoes()
    {
        var stage = new FakeStage("in");

        string key = StageKey.Compute(stage, [new("a", 3, "00")]);

        Assert.Equal(key, StageKey.Compute(stage, [new("b", 3, "00")]));
        Assert.NotEqual(key, StageKey.Compute(stage, [new("a", 3, "01")]));
        Assert.NotEqual(key, StageKey.Compute(new FakeStage("in", lines: 6), [new("a", 3, "00")]));
    }

    [Fact]
    public async Task ContentHash_OfDirectory_SeesNamesAndContentsOnly()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        foreach (string folder in (string[])["one", "two"])
        {
            Directory.CreateDirectory(_folder[folder]);
            File.WriteAllText(_folder[folder + "/a"], "1");
            File.WriteAllText(_folder[folder + "/b"], "2");
        }
        FileRecord one = await ContentHash.OfAsync(_folder["one"], cancel), two = await ContentHash.OfAsync(_folder["two"], cancel);
        File.Move(_folder["two/b"], _folder["two/c"]);
        FileRecord renamed = await ContentHash.OfAsync(_folder["two"], cancel);

        Assert.Equal(one.Sha256, two.Sha256);
        Assert.Equal(2, one.Bytes);
        Assert.NotEqual(one.Sha256, renamed.Sha256);
    }

    [Theory]
    [InlineData("0.1.0+abc", "0.1.0", "abc")]
    [InlineData("0.1.0", "0.1.0", null)]
    public void CodeVersion_Parse_SplitsOffTheCommit(string text, string version, string? commit) =>
        Assert.Equal(new CodeVersion(version, commit), CodeVersion.Parse(text));
}
