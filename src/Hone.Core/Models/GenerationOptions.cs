namespace Hone.Core.Models;

/// <summary>How to choose the next token. Temperature 0 takes the likeliest; the defaults cut nothing off and change nothing.</summary>
public sealed record GenerationOptions
{
    public int MaxTokens { get; init; } = 256;
    public float Temperature { get; init; }
    public int TopK { get; init; }
    public float TopP { get; init; } = 1f;

    /// <summary>Least probability as a share of the likeliest token's.</summary>
    public float MinP { get; init; }

    /// <summary>Above 1, what was said before is less likely to be said again.</summary>
    public float RepetitionPenalty { get; init; } = 1f;

    public float FrequencyPenalty { get; init; }

    public float PresencePenalty { get; init; }
    public ulong Seed { get; init; }
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>What form the answer must have; null: any.</summary>
    public OutputForm? Form { get; init; }

    /// <summary>Report each token with its log-probability and so many likeliest others; null: no tokens.</summary>
    public int? LogProbabilities { get; init; }
}
