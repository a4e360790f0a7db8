namespace Hone.Engine.Generation;

/// <summary>
/// How the next token is chosen. In this order: what has come before is made less likely, the temperature flattens or sharpens, then the k likeliest, of
/// them the likeliest that hold a share p, and of those the ones not much rarer than the first stay. The defaults take the likeliest and change nothing.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Most tokens besides the chosen one whose log-probabilities can be asked for.</summary>
    public const int MostAlternatives = 64;

    public int MaxTokens { get; init; } = 256;

    /// <summary>0 takes the likeliest token, 1 samples as the model believes.</summary>
    public float Temperature { get; init; }

    /// <summary>0: all.</summary>
    public int TopK { get; init; }

    /// <summary>The smallest set that holds this share of the probability (Holtzman et al. 2020).</summary>
    public float TopP { get; init; } = 1f;

    /// <summary>Least probability as a share of the likeliest token's (Nguyen et al. 2024).</summary>
    public float MinP { get; init; }

    /// <summary>Divides the positive and multiplies the negative logits of tokens in the prompt and the answer (Keskar et al. 2019).</summary>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Taken from a token's logit for each time it is in the answer.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken from a token's logit once it is in the answer.</summary>
    public float PresencePenalty { get; init; }

    public ulong Seed { get; init; }

    /// <summary>End the answer and are no part of it.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Report the model's own log-probability of each chosen token, and of so many likeliest ones; null: of none.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Everything that cannot be, by name.</summary>
    public IEnumerable<string> Problems()
    {
        if (MaxTokens < 0)
            yield return $"{nameof(MaxTokens)} is {MaxTokens}; it must be at least 0";
        if (!(Temperature >= 0) || !float.IsFinite(Temperature))
            yield return $"{nameof(Temperature)} is {Temperature}; it must be at least 0";
        if (TopK < 0)
            yield return $"{nameof(TopK)} is {TopK}; it must be at least 0";
        if (TopP is not (> 0 and <= 1))
            yield return $"{nameof(TopP)} is {TopP}; it must be above 0 and at most 1";
        if (MinP is not (>= 0 and <= 1))
            yield return $"{nameof(MinP)} is {MinP}; it must lie between 0 and 1";
        if (!(RepetitionPenalty > 0) || !float.IsFinite(RepetitionPenalty))
            yield return $"{nameof(RepetitionPenalty)} is {RepetitionPenalty}; it must be above 0";
        if (!float.IsFinite(FrequencyPenalty) || !float.IsFinite(PresencePenalty))
            yield return $"{nameof(FrequencyPenalty)} and {nameof(PresencePenalty)} must be numbers";
        if (LogProbabilities is < 0 or > MostAlternatives)
            yield return $"{nameof(LogProbabilities)} is {LogProbabilities}; it must lie between 0 and {MostAlternatives}";
    }
}
