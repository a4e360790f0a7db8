namespace Hone.Evaluation.IfEval;

/// <summary>One instruction of one response, and why it was not followed to the letter; null where it was.</summary>
internal sealed record InstructionVerdict(string Id, bool Strict, bool Loose, string? Reason);

/// <summary>A response is right where all its instructions are followed.</summary>
internal sealed record ItemVerdict(string Key, IReadOnlyList<InstructionVerdict> Instructions)
{
    public bool Strict => Instructions.All(instruction => instruction.Strict);

    public bool Loose => Instructions.All(instruction => instruction.Loose);
}
