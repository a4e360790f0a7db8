using Hone.Core;
using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.IfEval;

/// <summary>IFEval's scores of a response file in the form that all stored answers are reported in: an item is an instruction.</summary>
internal static class IfEvalReport
{
    public const string Name = "ifeval";

    public static AnswerReport Score(string answers, string? data)
    {
        if (data is null)
            throw new UserError("ifeval needs its prompts and instructions", "Give the publisher's input_data.jsonl with --data FILE.");
        var verdicts = IfEvalAnswers.Verdicts(data, answers, out var missing, out var blank, out _);
        var summary = IfEvalSummary.Of(verdicts, Shares.Confidence);
        return new AnswerReport
        {
            Format = AnswerReport.FormatName,
            Version = AnswerReport.CurrentVersion,
            Benchmark = Name,
            Answers = answers,
            Data = data,
            Confidence = Shares.Confidence,
            LessIsBetter = false,
            Models =
            [
                new ModelScores
                {
                    Model = "answers",
                    Missing = missing,
                    Scores =
                    [
                        Row("prompt_strict", summary.PromptStrict, blank), Row("instruction_strict", summary.InstructionStrict, blank),
                        Row("prompt_loose", summary.PromptLoose, blank), Row("instruction_loose", summary.InstructionLoose, blank),
                    ],
                    Items = [.. verdicts.SelectMany(Items)],
                },
            ],
        };
    }

    private static ScoreRow Row(string metric, IfEvalShare share, int blank) =>
        Shares.Of(new ScoreName(Name, "ifeval", metric, Headline: metric == "prompt_strict"), share.Followed, share.Total, blank, Shares.NoBaselines);

    private static IEnumerable<AnswerRow> Items(ItemVerdict verdict) =>
        verdict.Instructions.Select((instruction, index) => new AnswerRow
        {
            Id = $"{verdict.Key}.{index + 1}",
            Gold = instruction.Id,
            Parsed = instruction.Reason ?? "followed",
            Value = instruction.Strict ? 1 : 0,
        });
}
