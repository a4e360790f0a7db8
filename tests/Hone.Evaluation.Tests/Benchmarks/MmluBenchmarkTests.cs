using Hone.Core;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Protocols;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Benchmarks;

public class MmluBenchmarkTests
{
    [Fact]
    public void Read_PublishersFolder_HasAllQuestionsAndFiveShots()
    {
        var path = PublishedData.Find("benchmarks", "mmlu", "data", "mmlu");

        var items = new MmluBenchmark().Read(path);

        Assert.Equal(14042, items.Count);
        Assert.Equal(57, items.Select(item => item.Source).Distinct().Count());
        Assert.All(items, item => Assert.Equal(5, item.Shots.Split("\nAnswer: ").Length - 1));
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void Read_TestAndDev_PutsSolvedExamplesBeforeTheLetterPrompt()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.In("test"));
        Directory.CreateDirectory(directory.In("dev"));
        directory.Write("test/computer_security_test.csv", "Q?,w,x,y,z,C\n");
        directory.Write("dev/computer_security_dev.csv", "question,choice0,choice1,choice2,choice3,answer\nP?,a,b,c,d,1\n");

        var item = Assert.Single(new MmluBenchmark().Read(directory.Path));

        Assert.Equal(2, item.Gold);
        Assert.Equal("computer_security/0001", item.Id);
        Assert.Equal(
            "The following are multiple choice questions (with answers) about computer security.\n\n"
            + "P?\nA. a\nB. b\nC. c\nD. d\nAnswer: B\n\nQ?\nA. w\nB. x\nC. y\nD. z\nAnswer:",
            new LetterProtocol().Prompt(item));
    }

    [Theory]
    [InlineData("Q?,w,x,y,z\n", ":1: 5 fields")]
    [InlineData("Q?,w,x,y,z,C\nQ?,w,x,y,z,7\n", ":2: the answer '7'")]
    public void Read_BadRow_NamesFileAndLine(string text, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("one.csv", text);

        var error = Assert.Throws<UserError>(() => new MmluBenchmark().Read(path));

        Assert.StartsWith(path + problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderWithoutQuestions_IsRefused()
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<UserError>(() => new MmluBenchmark().Read(directory.Path));
    }
}
