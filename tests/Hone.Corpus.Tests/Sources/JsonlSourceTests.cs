using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Tests.Sources;

public sealed class JsonlSourceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ForeignKeys_AreUnderstood()
    {
        Document document = Assert.Single(_folder.ReadText("jsonl", "x.jsonl", """{"doc":"d1","source":"certcc","license":"CC0","title":"T","text":"hello","tags":[1]}""")).Document;

        Assert.Equal(new Document { Id = "d1", Source = "certcc", Licence = "CC0", Title = "T", Text = "hello" }, document);
    }

    [Fact]
    public void Read_NoIdAndNoSource_AreNamedByPlace()
    {
        _folder.Write("in/x.jsonl", "\n{\"text\":\"hello\"}\n");

        Document document = Assert.Single(_folder.Read("jsonl", "in")).Document;

        Assert.Equal(("x.jsonl:2", "jsonl:in"), (document.Id, document.Source));
    }

    [Fact]
    public void Read_OwnDocuments_ComeBackUnchanged()
    {
        var document = new Document { Id = "1", Source = "s", Text = "t\u0301", Date = "2020-01-01", Tlp = "TLP:RED", Url = "u" };
        using (var writer = new DocumentWriter(_folder["d.jsonl.gz"]))
        {
            writer.Write(document);
            writer.Complete();
        }

        Assert.Equal(document, Assert.Single(_folder.Read("jsonl")).Document);
    }

    [Theory]
    [InlineData("{\"title\":\"no text\"}")]
    [InlineData("{\"text\":7}")]
    [InlineData("{\"text\":\"\\udc00\"}")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Read_BadLine_NamesFileAndLine(string line)
    {
        string problem = _folder.Problem("jsonl", "x.jsonl", "{\"text\":\"good\"}\n" + line);

        Assert.Contains("x.jsonl:2: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeeplyNestedLine_IsBroken() =>
        _folder.Problem("jsonl", "x.jsonl", "{\"text\":\"a\",\"x\":" + new string('[', 100_000));
}
