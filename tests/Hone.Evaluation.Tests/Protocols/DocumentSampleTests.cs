using Hone.Core.Documents;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Tests.Protocols;

public class DocumentSampleTests
{
    private static readonly Document[] Documents = [.. Enumerable.Range(0, 50).Select(i => new Document { Id = $"d{i}", Source = "s", Text = $"text {i}" })];

    [Fact]
    public void Take_AnyFileOrder_TakesTheSame()
    {
        var forward = DocumentSample.Take(Documents, 10, long.MaxValue, seed: 3);
        var backward = DocumentSample.Take(Documents.Reverse(), 10, long.MaxValue, seed: 3);

        Assert.Equal(10, forward.Count);
        Assert.Equal(forward, backward);
    }

    [Fact]
    public void Take_SmallerCap_TakesABeginningOfTheLarger() =>
        Assert.Equal(DocumentSample.Take(Documents, 20, long.MaxValue, seed: 3).Take(5), DocumentSample.Take(Documents, 5, long.MaxValue, seed: 3));

    [Fact]
    public void Take_OtherSeed_TakesOthers() =>
        Assert.NotEqual(DocumentSample.Take(Documents, 10, long.MaxValue, seed: 3), DocumentSample.Take(Documents, 10, long.MaxValue, seed: 4));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 2)]
    [InlineData(400, 50)]
    public void Take_ByteCap_StopsBeforeIt(long bytes, int expected) =>
        Assert.Equal(expected, DocumentSample.Take(Documents, 100, bytes, seed: 3).Count);

    [Fact]
    public void Take_EmptyTexts_AreLeftOut() =>
        Assert.Empty(DocumentSample.Take([new Document { Id = "e", Source = "s", Text = "" }], 10, 100, seed: 1));
}
