namespace Hone.Core.Tokens;

/// <summary>
/// The ids a model gives a meaning, as the files beside tokenizer.json say: tokenizer_config.json names tokens, generation_config.json
/// the ids a generation ends at. Null and empty where they say nothing.
/// </summary>
public sealed record SpecialTokens
{
    /// <summary>Stands before a text, for models trained so.</summary>
    public int? Bos { get; init; }

    /// <summary>What the model's makers call the end: of a text for base models, of a turn for most chat models.</summary>
    public int? Eos { get; init; }

    public int? Padding { get; init; }

    public int? Unknown { get; init; }

    /// <summary>A generation ends at any of these.</summary>
    public IReadOnlyList<int> Stops { get; init; } = [];
}
