using Hone.Core;
using Hone.Evaluation.Answers;
using Hone.Evaluation.IfEval;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.IfEval;

public class IfEvalAnswersTests
{
    private const string Data = """
        {"key":1,"prompt":"A","instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}
        {"key":2,"prompt":"B","instruction_id_list":["punctuation:no_comma","startend:quotation"],"kwargs":[{},{}]}
        {"key":3,"prompt":"C","instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}
        """;

    [Fact]
    public void Score_OneMissingOneStrange_CountsBoth()
    {
        var summary = Score("""
            {"prompt":"A","response":"fine"}
            {"prompt":"B","response":"also fine","model":"x"}
            {"prompt":"D","response":"who asked?"}
            """);

        Assert.Equal((1, 3), (summary.PromptStrict.Followed, summary.PromptStrict.Total));
        Assert.Equal((2, 4), (summary.InstructionStrict.Followed, summary.InstructionStrict.Total));
        Assert.Equal((1, 1), (summary.Unanswered, summary.Unmatched));
    }

    [Fact]
    public void Score_NullBlankAndHalfACharacter_AreScored()
    {
        var summary = Score("""
            {"prompt":"A","response":"cut \ud83d"}
            {"prompt":"B","response":null}
            {"prompt":"C","response":"\ud83d\ude00 \\ud800 \udc00 ok"}
            """);

        Assert.Equal(2, summary.PromptStrict.Followed);
        Assert.Equal(1, summary.Unanswered);
    }

    [Theory]
    [InlineData("{\"prompt\":\"A\"", "not a JSON object")]
    [InlineData("[]", "'prompt'")]
    [InlineData("{\"prompt\":\"A\"}", "'response'")]
    [InlineData("{\"prompt\":\"A\",\"response\":5}", "'response'")]
    [InlineData("{\"prompt\":\"C\",\"response\":\"again\"}", "answered before")]
    public void Score_BadSecondLine_NamesFileLineAndProblem(string line, string problem)
    {
        var error = Assert.Throws<UserError>(() => Score("{\"prompt\":\"C\",\"response\":\"x\"}\n" + line));

        Assert.Contains("answers.jsonl:2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_AnswersToOtherPrompts_AreRefused() =>
        Assert.Contains("no answer to a prompt", Assert.Throws<UserError>(() => Score("{\"prompt\":\"D\",\"response\":\"x\"}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Score_AsABenchmarkOfStoredAnswers_HasFourScoresAndReasons()
    {
        using var directory = new TemporaryDirectory();
        var answers = directory.Write("answers.jsonl", "{\"prompt\":\"A\",\"response\":\"fine\"}\n{\"prompt\":\"B\",\"response\":\"also, fine\"}");

        var report = AnswerScoring.Score("ifeval", answers, directory.Write("data.jsonl", Data));

        var model = Assert.Single(report.Models);
        Assert.Equal(["prompt_strict", "instruction_strict", "prompt_loose", "instruction_loose"], model.Scores.Select(score => score.Metric));
        Assert.Equal((1 / 3.0, 1, 3), (model.Headline.Value, model.Missing, model.Headline.N));
        Assert.Equal(["followed", "1 commas, asked for none", "not within double quotation marks", "the response is empty"], model.Items.Select(item => item.Parsed));
        Assert.Throws<UserError>(() => AnswerScoring.Score("ifeval", answers, null));
    }

    private static IfEvalSummary Score(string answers)
    {
        using var directory = new TemporaryDirectory();
        return IfEvalAnswers.Score(directory.Write("data.jsonl", Data), directory.Write("answers.jsonl", answers));
    }
}
