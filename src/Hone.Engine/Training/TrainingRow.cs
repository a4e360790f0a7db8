namespace Hone.Engine.Training;

/// <summary>
/// One row of a step: what the model reads, what it is to predict at each position, and where each position's document begins. Text for
/// continued pre-training is T+1 tokens: every token is the target of the one before it. Rows with <see cref="Targets"/> are T tokens.
/// </summary>
/// <param name="IsReplay">Whether the row is general text.</param>
internal readonly record struct TrainingRow(int[] Tokens, bool IsReplay)
{
    /// <summary>The token to predict at each position, -1 for none: such a position costs no head and counts in no loss. Null: the next token, everywhere.</summary>
    public int[]? Targets { get; init; }

    /// <summary>Position in the row where each position's document begins. Null: at every end-of-text token.</summary>
    public int[]? Starts { get; init; }

    /// <summary>Positions.</summary>
    public int Length => Targets?.Length ?? Tokens.Length - 1;

    public ReadOnlySpan<int> Inputs => Tokens.AsSpan(0, Length);

    public int Target(int position) => Targets is null ? Tokens[position + 1] : Targets[position];

    /// <summary>Positions with a target.</summary>
    public int Counted => Targets?.Count(target => target >= 0) ?? Length;
}
