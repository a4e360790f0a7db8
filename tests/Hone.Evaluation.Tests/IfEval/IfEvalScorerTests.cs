using Hone.Core.Statistics;
using Hone.Evaluation.IfEval;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.IfEval;

public class IfEvalScorerTests
{
    public static TheoryData<string> Ids() => [.. InstructionList.All.Keys];

    [Fact]
    public void LooseForms_SeveralLines_AreTheSevenBesideTheResponse()
    {
        var forms = IfEvalScorer.LooseForms("*a*\n*b*\n*c*");

        Assert.Equal(["*b*\n*c*", "*a*\n*b*", "*b*", "a\nb\nc", "b\nc", "a\nb", "b"], forms);
    }

    [Theory]
    [InlineData("one line", 0)]
    [InlineData("*one* line", 1)]
    [InlineData("a\nb", 2)]
    public void LooseForms_ShortResponse_HoldsNoEmptyOrEqualForms(string response, int count) =>
        Assert.Equal(count, IfEvalScorer.LooseForms(response).Count);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Score_HostileResponses_AreVerdictsWithReasons(string id)
    {
        var item = IfEvalDemo.Item(id, IfEvalDemo.AllArguments);
        string[] hostile =
        [
            "", " \n\t", "\0\u0001\u001B[31m\u007F", "\uD800 \uDC00 lone", "\u202E\u200F\uFEFF", "<script>alert(1)</script>", "😀😀😀", "*", "\n\n\n\n", "[[[[", "<<<<", "***", "\"", "{", "[", "...", "p.", "1", "\r\r",
            new string('[', 2000), new string('{', 5000), "\u0300\u0301\u0302",
        ];

        foreach (var response in hostile)
        {
            var verdict = Assert.Single(IfEvalScorer.Score(item, response).Instructions);

            Assert.True(verdict.Strict ? verdict is { Loose: true, Reason: null } : verdict.Reason!.Length is > 0 and < 500, response);
        }
    }

    [Theory]
    [InlineData("*", 1)]
    [InlineData("\n", 1)]
    [InlineData("[", 1)]
    [InlineData("<<", 1)]
    [InlineData(". ", 1)]
    [InlineData("a.", 1)]
    [InlineData("* \n", 1)]
    [InlineData("{\"a\":", 1)]
    [InlineData("'\")", 1)]
    [InlineData("Is it? No. *a* [b] ", 10)]
    public void Score_Megabytes_AreReadInOnePass(string part, int megabytes)
    {
        var response = string.Concat(Enumerable.Repeat(part, megabytes * 1_000_000 / part.Length)) + " x";

        foreach (var id in InstructionList.All.Keys)
            Assert.Single(IfEvalScorer.Score(IfEvalDemo.Item(id, IfEvalDemo.AllArguments), response).Instructions);
    }

    [Fact]
    public void Summary_OfThreePrompts_CountsPromptsAndInstructionsBothWays()
    {
        ItemVerdict[] verdicts =
        [
            new("1", [new("a:x", true, true, null), new("b:y", false, true, "no")]),
            new("2", [new("a:x", true, true, null)]),
            new("3", [new("a:x", false, false, "no")]),
        ];

        var summary = IfEvalSummary.Of(verdicts);

        Assert.Equal((1, 3), (summary.PromptStrict.Followed, summary.PromptStrict.Total));
        Assert.Equal((2, 3), (summary.PromptLoose.Followed, summary.PromptLoose.Total));
        Assert.Equal((2, 4), (summary.InstructionStrict.Followed, summary.InstructionStrict.Total));
        Assert.Equal((3, 4), (summary.InstructionLoose.Followed, summary.InstructionLoose.Total));
        Assert.Equal(Intervals.Wilson(2, 4), new Interval(summary.InstructionStrict.Low, summary.InstructionStrict.High));
        Assert.Equal(["a:x", "b:y"], summary.Parts.Select(part => part.Instruction));
        Assert.Equal(2 / 3.0, summary.Parts[0].Strict.Value);
    }
}
