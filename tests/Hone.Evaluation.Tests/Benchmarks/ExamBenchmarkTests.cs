using Hone.Core;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Benchmarks;

public class ExamBenchmarkTests
{
    private const string Good = """{"id":"q1","question":"Which port?","choices":["22","23","80","443"],"answer":"b","source":"net"}""";

    [Fact]
    public void Read_GoodLinesAndEmptyOnes_AreQuestionsInOrder()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("exam.jsonl", $"\uFEFF{Good}\r\n\n{Good.Replace("q1", "q2", StringComparison.Ordinal)}");

        var items = new ExamBenchmark().Read(path);

        Assert.Equal(["q1", "q2"], items.Select(item => item.Id));
        Assert.Equal(1, items[0].Gold);
        Assert.Equal(["22", "23", "80", "443"], items[0].Choices);
        Assert.Equal("net", items[0].Source);
    }

    [Theory]
    [InlineData("{", "not a JSON object")]
    [InlineData("[1]", "'choices' is missing")]
    [InlineData("""{"id":"q","question":"?","choices":["a"],"answer":"A"}""", "2 to 26 choices")]
    [InlineData("""{"id":"q","question":"?","choices":["a",""],"answer":"A"}""", "a choice is empty")]
    [InlineData("""{"id":"q","question":"?","choices":["a","b"],"answer":"C"}""", "'answer'")]
    [InlineData("""{"id":"q","question":" ","choices":["a","b"],"answer":"A"}""", "'question'")]
    [InlineData("""{"id":7,"question":"?","choices":["a","b"],"answer":"A"}""", "'id'")]
    [InlineData(Good, "used before")]
    public void Read_BadSecondLine_NamesFileLineAndProblem(string line, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("exam.jsonl", $"{Good}\n{line}\n");

        var error = Assert.Throws<UserError>(() => new ExamBenchmark().Read(path));

        Assert.StartsWith($"{path}:2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    public void Read_NoQuestions_IsRefused(string text)
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<UserError>(() => new ExamBenchmark().Read(directory.Write("exam.jsonl", text)));
    }

    [Fact]
    public void Read_NotUtf8_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory.In("exam.jsonl"), [0x7B, 0xFF, 0xFE]);

        var error = Assert.Throws<UserError>(() => new ExamBenchmark().Read(directory.In("exam.jsonl")));

        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }
}
