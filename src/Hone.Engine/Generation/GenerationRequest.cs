using Hone.Core.Tokens.Constraints;

namespace Hone.Engine.Generation;

/// <summary>A prompt to be continued.</summary>
public sealed record GenerationRequest
{
    /// <summary>At least one token.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Goes beside the model for this prompt alone; null: the model as it is.</summary>
    public ModelAdapter? Adapter { get; init; }

    /// <summary>What the answer may be, for this request alone; null: anything. Its ends are to be among the stop tokens.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>When the context is full its older half is dropped and the rest read again; false: the answer ends there.</summary>
    public bool DropsOldTokens { get; init; } = true;
}

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>A stop token came, or the constraint is fulfilled.</summary>
    Stop,

    /// <summary>It has as many tokens as were asked for.</summary>
    Length,

    /// <summary>The context is full.</summary>
    ContextFull,

    /// <summary>No token may follow.</summary>
    NothingAllowed,

    Cancelled,
}
