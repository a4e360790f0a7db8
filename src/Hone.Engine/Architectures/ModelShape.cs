using Hone.Engine.Kernels;

namespace Hone.Engine.Architectures;

/// <summary>The numbers that fix a decoder: what config.json says, in the engine's words.</summary>
public sealed record ModelShape
{
    public required int VocabularySize { get; init; }

    /// <summary>Model width.</summary>
    public required int Hidden { get; init; }

    /// <summary>Feed-forward width.</summary>
    public required int FeedForward { get; init; }

    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key/value heads: as many, or a divisor of the query heads.</summary>
    public required int KeyValueHeads { get; init; }

    public required int HeadSize { get; init; }

    /// <summary>Most positions the model was made for.</summary>
    public required int ContextLength { get; init; }

    public float NormEpsilon { get; init; } = 1e-5f;

    public double RotaryTheta { get; init; } = 10_000;

    /// <summary>Whether the output weights are the embedding table.</summary>
    public bool TiedHead { get; init; } = true;

    internal HeadLayout HeadLayout => new(Heads, KeyValueHeads, HeadSize);

    /// <summary>Parameters in all; a tied head counts once.</summary>
    public long Parameters
    {
        get
        {
            long attention = ((long)Heads + (2L * KeyValueHeads) + Heads) * HeadSize * Hidden;
            var layer = attention + (3L * FeedForward * Hidden) + (2L * Hidden);
            return ((TiedHead ? 1L : 2L) * VocabularySize * Hidden) + (Layers * layer) + Hidden;
        }
    }

    /// <summary>Every number that cannot be, by its name in config.json.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, most) in Bounds())
        {
            if (value < 1 || value > most)
                yield return $"{name} is {value}; it must lie between 1 and {most}";
        }
        if (Heads > 0 && KeyValueHeads > 0 && Heads % KeyValueHeads != 0)
            yield return $"num_attention_heads ({Heads}) is not a multiple of num_key_value_heads ({KeyValueHeads})";
        if (HeadSize % 2 != 0)
            yield return $"head_dim ({HeadSize}) must be even for the rotary embedding";
        if (!(NormEpsilon > 0) || NormEpsilon > 0.1f)
            yield return $"rms_norm_eps is {NormEpsilon}; it must be a small positive number";
        if (!(RotaryTheta > 0) || !double.IsFinite(RotaryTheta))
            yield return $"rope_theta is {RotaryTheta}; it must be positive";
    }

    private IEnumerable<(string Name, int Value, int Most)> Bounds() =>
    [
        ("vocab_size", VocabularySize, 1 << 20),
        ("hidden_size", Hidden, 1 << 16),
        ("intermediate_size", FeedForward, 1 << 18),
        ("num_hidden_layers", Layers, 1024),
        ("num_attention_heads", Heads, 1024),
        ("num_key_value_heads", KeyValueHeads, 1024),
        ("head_dim", HeadSize, 1024),
        ("max_position_embeddings", ContextLength, 1 << 24),
    ];
}
