using Hone.Core.Statistics;

namespace Hone.Evaluation.IfEval;

/// <summary>A share followed, with Wilson's interval.</summary>
public sealed record IfEvalShare(int Followed, int Total, double Value, double Low, double High)
{
    internal static IfEvalShare Of(int followed, int total, double confidence)
    {
        var interval = Intervals.Wilson(followed, total, confidence);
        return new IfEvalShare(followed, total, total == 0 ? 0 : followed / (double)total, interval.Low, interval.High);
    }
}

/// <summary>Strict and loose share of one instruction id.</summary>
public sealed record IfEvalPart(string Instruction, IfEvalShare Strict, IfEvalShare Loose);

/// <summary>
/// The four accuracies of IFEval. Of prompts a response counts if all its instructions are followed; of instructions each counts
/// alone: as several come from one response, that interval is a little too narrow.
/// </summary>
public sealed record IfEvalSummary
{
    public required IfEvalShare PromptStrict { get; init; }

    public required IfEvalShare InstructionStrict { get; init; }

    public required IfEvalShare PromptLoose { get; init; }

    public required IfEvalShare InstructionLoose { get; init; }

    /// <summary>By instruction, in the order of their ids.</summary>
    public required IReadOnlyList<IfEvalPart> Parts { get; init; }

    /// <summary>Prompts without an answer or with a blank one; they count as not followed.</summary>
    public int Unanswered { get; init; }

    /// <summary>Answers to prompts that are not in the data; they do not count.</summary>
    public int Unmatched { get; init; }

    internal static IfEvalSummary Of(IReadOnlyCollection<ItemVerdict> verdicts, double confidence = 0.95)
    {
        var instructions = verdicts.SelectMany(verdict => verdict.Instructions).ToArray();
        IfEvalShare Share<T>(IReadOnlyCollection<T> all, Func<T, bool> followed) => IfEvalShare.Of(all.Count(followed), all.Count, confidence);
        return new IfEvalSummary
        {
            PromptStrict = Share(verdicts, verdict => verdict.Strict),
            InstructionStrict = Share(instructions, verdict => verdict.Strict),
            PromptLoose = Share(verdicts, verdict => verdict.Loose),
            InstructionLoose = Share(instructions, verdict => verdict.Loose),
            Parts = [.. instructions.GroupBy(verdict => verdict.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new IfEvalPart(group.Key, Share([.. group], verdict => verdict.Strict), Share([.. group], verdict => verdict.Loose)))],
        };
    }
}
