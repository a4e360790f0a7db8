using Hone.Evaluation.IfEval.Checks;

namespace Hone.Evaluation.IfEval;

/// <summary>One prompt with the instructions that can be verified in its response.</summary>
internal sealed record IfEvalItem
{
    /// <summary>Unique within the file.</summary>
    public required string Key { get; init; }

    public required string Prompt { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Instruction> Instructions { get; init; }
}

/// <summary>An instruction with its arguments read.</summary>
internal sealed record Instruction(string Id, Check Check);
