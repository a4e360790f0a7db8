using System.Text;
using Hone.Core;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Tests.Sources.Yaml;

public sealed class YamlTextTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private YamlNode Root(string text) => YamlText.ReadAll(_folder.Write("a.yml", text)).Single().Root;

    private string Problem(string text) => Assert.Throws<UserError>(() => YamlText.ReadAll(_folder.Write("a.yml", text))).Message;

    [Fact]
    public void Read_Shapes_AreMissingRatherThanWrong()
    {
        YamlNode root = Root("a: 1\nb: ~\nc: [x, {y: z}, '']\nd: {e: 'null'}\nf: ''\n");

        Assert.Equal("1", root.Text("a"));
        Assert.Null(root.Text("b"));
        Assert.Equal(["x"], root.Texts("c"));
        Assert.Equal("null", root.Child("d")?.Text("e"));
        Assert.Empty(root.Items("f"));
        Assert.Null(root.Text("c"));
        Assert.Empty(root.Members("a"));
        Assert.Equal(["1"], root.Texts("a"));
    }

    [Fact]
    public void Read_MergeKey_AddsWhatIsNotThere()
    {
        YamlNode root = Root("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n");

        Assert.Equal("1", root.Child("own")?.Text("x"));
        Assert.Equal("3", root.Child("own")?.Text("y"));
    }

    [Fact]
    public void Section_OfAKey_IsItsLinesAsWritten()
    {
        YamlDocument document = YamlText.ReadAll(_folder.Write("a.yml", "---\n# head\na: 1\nb:\n  - x # why\n\n  - y\n\n# about c\nc: 2\n...\n")).Single();

        Assert.Equal("b:\n  - x # why\n\n  - y", document.Section("b"));
        Assert.Equal("c: 2", document.Section("c"));
        Assert.Null(document.Section("d"));
    }

    [Fact]
    public void Read_BrokenDocument_CostsItselfAlone()
    {
        string path = _folder.Write("a.yml", "a: 1\n---\n- [open\n---\na: 3\n");
        SourceReference reference = SourceReference.Parse($"sigma:{path}", out _)!;

        SourceItem[] items = [.. YamlText.Read(reference, path, "a.yml", document => [SourceItem.Keep(new Core.Documents.Document { Id = document.Root.Text("a")!, Source = "s", Text = "t" })])];

        Assert.Equal(["1", "a.yml:2", "3"], items.Select(i => i.Document.Id));
        Assert.Equal(Reasons.Broken, items[1].Verdict.Reason);
    }

    [Fact]
    public void Read_Aliases_AreChargedForAllTheyStandFor()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 12; i++)
            bomb.Append(null, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Contains("aliases counted in full", Problem(bomb.ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Read_DeepNesting_IsRefused(string opening) => Assert.Contains("a.yml:", Problem(string.Concat(Enumerable.Repeat(opening, 50_000))), StringComparison.Ordinal);

    [Fact]
    public void Read_UnknownAlias_NamesItsLine() => Assert.Contains("a.yml:2: '*gone' names no anchor", Problem("a: 1\nb: *gone\n"), StringComparison.Ordinal);

    [Fact]
    public void Read_LargeFile_IsRefusedBeforeItIsRead()
    {
        using (FileStream file = File.Create(_folder["big.yml"]))
            file.SetLength(YamlText.MaxBytes + 1);

        Assert.Throws<UserError>(() => YamlText.ReadAll(_folder["big.yml"]));
    }
}
