using Hone.Core;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Benchmarks;

public class CtiMcqBenchmarkTests
{
    private const string Header = "URL\tQuestion\tOption A\tOption B\tOption C\tOption D\tPrompt\tGT\r\n";

    [Fact]
    public void Read_PublishersFile_HasItsKnownCounts()
    {
        var path = PublishedData.Find("benchmarks", "cti-bench", "data", "cti-mcq.tsv");

        var items = new CtiMcqBenchmark().Read(path);

        Assert.Equal(2500, items.Count);
        Assert.Equal([374, 813, 928, 385], Enumerable.Range(0, 4).Select(letter => items.Count(item => item.Gold == letter)));
        Assert.Equal(2500, items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(5, items.Count(item => item.Choices.Contains("nan")));
        Assert.All(items, item => Assert.StartsWith("You are given a multiple-choice question", item.LetterPrompt, StringComparison.Ordinal));
        Assert.Equal(1578, items.Count(item => item.Source == "attack.mitre.org"));
    }

    [Fact]
    public void Read_RowWithLowerCaseGoldAndNoOptionD_IsRead()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("mcq.tsv", Header + " https://capec.mitre.org/x\tWhich \"one\"?\tOne\tTwo\tThree\t\tPublisher's prompt \tb\r\n");

        var item = Assert.Single(new CtiMcqBenchmark().Read(path));

        Assert.Equal(["One", "Two", "Three", "nan"], item.Choices);
        Assert.Equal(1, item.Gold);
        Assert.Equal("capec.mitre.org", item.Source);
        Assert.Equal("Publisher's prompt", item.LetterPrompt);
        Assert.Equal("Which \"one\"?", item.Question);
    }

    [Theory]
    [InlineData("u\tq\ta\tb\tc\td\tp\r\n", ":2: 7 fields")]
    [InlineData("u\tq\ta\tb\tc\td\tp\tE\r\n", ":2: the gold 'E'")]
    public void Read_BadRow_NamesFileAndLine(string row, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("mcq.tsv", Header + row);

        var error = Assert.Throws<UserError>(() => new CtiMcqBenchmark().Read(path));

        Assert.StartsWith(path + problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherTable_IsRefused()
    {
        using var directory = new TemporaryDirectory();

        var error = Assert.Throws<UserError>(() => new CtiMcqBenchmark().Read(directory.Write("mcq.tsv", "a\tb\n1\t2\n")));

        Assert.Contains("column names", error.Message, StringComparison.Ordinal);
    }
}
