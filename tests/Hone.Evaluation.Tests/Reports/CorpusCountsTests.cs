using Hone.Core;
using Hone.Evaluation.Reports.Files;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Reports;

public class CorpusCountsTests
{
    [Fact]
    public void Read_CountsOfACorpus_HasSourcesAndReasons()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("counts.json", """
            {"groups":{"domain":{"train":{"documents":5},"sources":{
              "attack":{"read":9,"beyond_limit":2,"dropped":{"too_short":1,"empty":0},"train":{"documents":5,"characters":70,"tokens":20},"heldout":{"documents":1}},
              "odd":7}},"general":null}}
            """);

        var counts = CorpusCounts.Read(path);

        Assert.Equal([new SourceCount("domain", "attack", 20, 5)], counts?.Sources);
        Assert.Equal([new DropCount("domain", "too_short", 1), new DropCount("domain", "beyond_limit", 2)], counts?.Drops);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"groups":[1,2]}""")]
    public void Read_OtherShapes_GiveNothing(string text)
    {
        using var directory = new TemporaryDirectory();

        Assert.Empty(CorpusCounts.Read(directory.Write("counts.json", text))?.Sources ?? []);
    }

    [Fact]
    public void Read_BrokenFile_NamesIt()
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<UserError>(() => CorpusCounts.Read(directory.Write("counts.json", "{\"groups\":")));
    }

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(CorpusCounts.Read("no-such-file.json"));
}
