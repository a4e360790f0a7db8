using System.Text;
using Hone.Core;
using Hone.Core.Statistics;
using Hone.Evaluation.Answers;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Answers;

public class AnswerFileTests
{
    private const string Data = "URL\tDescription\tPrompt\tGT\r\nu\td\tp\tCWE-79\r\nu\td\tp\tCWE-20\r\n";

    [Theory]
    [InlineData("a.tsv", "GT\tone\ttwo\r\nCWE-79\tCWE-79\tCWE-1\r\nCWE-20\tCWE-20\t\r\n", 2)]
    [InlineData("a.csv", "id,one,two\n2,\"so:\nCWE-20\",x\n1,CWE-79,CWE-1\n", 2)]
    [InlineData("a.jsonl", "{\"id\":1,\"answer\":\"CWE-79\",\"model\":\"one\"}\n\n{\"id\":\"0002\",\"answer\":\"so:\\nCWE-20\",\"model\":\"one\"}\n{\"id\":\"2\",\"answer\":null,\"model\":\"two\"}", 2)]
    [InlineData("one.txt", "#####1#####\nCWE-79\n\n#####2#####\nso:\n\nCWE-20\n\n", 1)]
    public void Score_EveryForm_IsReadTheSame(string name, string text, int models)
    {
        using var directory = new TemporaryDirectory();

        var report = AnswerScoring.Score("cti-rcm", directory.Write(name, text), directory.Write("data.tsv", Data));

        Assert.Equal(["one", "two"], report.Models.Select(model => model.Model).Concat(["two"]).Distinct());
        Assert.Equal(models, report.Models.Count);
        Assert.Equal((1.0, 2), (report.Models[0].Headline.Value, report.Models[0].Headline.N));
    }

    [Fact]
    public void Log_LineEndsOfAnAnswer_AreKept()
    {
        using var directory = new TemporaryDirectory();

        var answers = AnswerFile.Read(directory.Write("log.txt", "#####1#####\nC\n\n\n#####2#####\n\n\n#####3#####\nD"))[0].Answers;

        Assert.Equal(["C\n", "", "D"], answers.Select(answer => answer.Text));
        Assert.Equal([1, 5, 8], answers.Select(answer => answer.Line));
    }

    [Fact]
    public void Score_QuestionWithoutRow_CountsAsNotAnswered()
    {
        using var directory = new TemporaryDirectory();

        var model = AnswerScoring.Score("cti-rcm", directory.Write("a.jsonl", "{\"id\":2,\"answer\":\"CWE-20\"}"), directory.Write("data.tsv", Data)).Models[0];

        Assert.Equal((1, 0.5, 2), (model.Missing, model.Scores[1].Value, model.Scores[1].N));
        Assert.Equal([null, "CWE-20"], model.Items.Select(item => item.Parsed));
    }

    [Theory]
    [InlineData("a.tsv", "one\nCWE-79\n", ":1: the first line does not name the columns")]
    [InlineData("a.tsv", "id\tone\n1\tCWE-79\n", ":2: no right answer to compare with")]
    [InlineData("a.tsv", "GT\tone\nCWE-79\tCWE-79\nCWE-20\n", ":3: 1 fields instead of 2")]
    [InlineData("a.tsv", "GT\tone\tone\nCWE-79\tx\ty\n", ":1: two columns have one name")]
    [InlineData("a.tsv", "GT\tid\nCWE-79\t1\n", ":1: no column holds a model's answers")]
    [InlineData("a.tsv", "URL\tPrompt\tGT\nu\tp\tCWE-79\n", ":1: this file holds questions")]
    [InlineData("a.tsv", "GT\tone\nT1059\tx\n", ":2: the right answer 'T1059' is not a CWE id")]
    [InlineData("a.tsv", "GT\tid\tone\nCWE-79\t1\tx\nCWE-79\t01\tx\n", ":3: the id '0001' was used before, on line 2")]
    [InlineData("a.tsv", "", ": no answers")]
    [InlineData("a.tsv", "GT\tone\n", ": no answers")]
    [InlineData("a.csv", "GT,one\nCWE-79,\"open\n", ":2: a quoted field is never closed")]
    [InlineData("a.jsonl", "{\"answer\":\"x\",\"gold\":\"CWE-79\"}\n{\"answer\"", ":2: not a JSON object")]
    [InlineData("a.jsonl", "[1]", ":1: no text called 'answer'")]
    [InlineData("a.jsonl", "{\"answer\":7}", ":1: no text called 'answer'")]
    [InlineData("a.jsonl", "{\"answer\":\"\\ud800\",\"gold\":\"CWE-79\"}", ":1: not a JSON object")]
    [InlineData("a.pdf", "%PDF", ": answers are read from")]
    public void Score_WrongFile_NamesFileAndLine(string name, string text, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write(name, text);

        var error = Assert.Throws<UserError>(() => AnswerScoring.Score("cti-rcm", path, null));

        Assert.StartsWith(path + problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GT\tone\nCWE-79\tx\nCWE-21\tx\n", ":3: the right answer of question 0002 is 'CWE-21' here and 'CWE-20'")]
    [InlineData("id\tone\n7\tx\n", ":2: the data file has no question '0007'")]
    public void Score_SheetOfOtherQuestions_IsRefused(string sheet, string problem)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("a.tsv", sheet);

        var error = Assert.Throws<UserError>(() => AnswerScoring.Score("cti-rcm", path, directory.Write("data.tsv", Data)));

        Assert.StartsWith(path + problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_NotUtf8_NamesTheLine()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.In("a.tsv");
        File.WriteAllBytes(path, [.. "GT\tone\nCWE-79\tx\nCWE-79\t"u8, 0xE9, (byte)'\n']);

        var error = Assert.Throws<UserError>(() => AnswerScoring.Score("cti-rcm", path, null));

        Assert.StartsWith($"{path}:3: not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_HostileAnswers_AreFailuresAndStayOutOfTheReport()
    {
        using var directory = new TemporaryDirectory();
        var huge = new string('9', 10_000_000);
        var path = directory.Write("a.jsonl", $$"""
            {"answer":"CWE-{{huge}}","gold":"CWE-79","model":"\u001b[31mred"}
            {"answer":"<script>alert(1)</script>\u0000","gold":"CWE-79","model":"\u001b[31mred"}
            {"answer":"CWE-79","gold":"CWE-79","model":"\u001b[31mred"}
            """);

        var report = AnswerScoring.Score("cti-rcm", path, null);

        Assert.Equal("\uFFFD[31mred", report.Models[0].Model);
        Assert.Equal((0.5, 2, 1), (report.Models[0].Headline.Value, report.Models[0].Headline.N, report.Models[0].Headline.ParseFailures));
        Assert.True(report.ToJson().Length < 10_000);
    }

    [Fact]
    public void Read_DamagedFiles_AreReadOrRefused()
    {
        using var directory = new TemporaryDirectory();
        var random = new Xoshiro256(3);
        string[] pieces = ["GT", "id", "\t", ",", "\n", "\r\n", "\"", "CWE-79", "#####1#####", "{\"answer\":\"x\"}", "{", "\0", "\uFEFF", "answer"];
        for (var i = 0; i < 1500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var path = directory.In(((string[])["a.tsv", "a.csv", "a.jsonl", "a.txt"])[i % 4]);
            File.WriteAllText(path, text, new UTF8Encoding(false));
            try
            {
                Assert.NotEmpty(AnswerFile.Read(path));
            }
            catch (UserError error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            }
        }
    }
}
