using Hone.Engine.Kernels;

namespace Hone.Engine.Architectures;

/// <summary>
/// The numbers and switches that fix a decoder: what config.json says, in the engine's words. The families differ in these alone;
/// a family's file says which of them its config.json sets.
/// </summary>
public sealed record ModelShape
{
    /// <summary>model_type of config.json: which family's file reads and writes it.</summary>
    public string Family { get; init; } = "llama";

    public required int VocabularySize { get; init; }

    /// <summary>Model width.</summary>
    public required int Hidden { get; init; }

    /// <summary>Feed-forward width; of one expert where there are experts.</summary>
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

    /// <summary>How the rotary embedding is stretched beyond the context it was trained on; null: not at all.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Layers without rotary embedding (SmolLM3).</summary>
    public LayerSet LayersWithoutRotary { get; init; }

    /// <summary>Whether the output weights are the embedding table.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary>Whether q, k and v have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the attention's output has a bias.</summary>
    public bool AttentionOutBias { get; init; }

    /// <summary>Whether the feed-forward layers have biases; with experts, the router too.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether each head of q and k is normalised before it is rotated (Qwen3).</summary>
    public bool HeadNorm { get; init; }

    /// <summary>Positions a query sees in the windowed layers, its own included; 0: no layer has a window.</summary>
    public int Window { get; init; }

    /// <summary>The layers with a window; null: all, where there is a window.</summary>
    public LayerSet? WindowedLayers { get; init; }

    /// <summary>Whether each query head has a learned logit that takes part in its softmax (gpt-oss).</summary>
    public bool Sinks { get; init; }

    /// <summary>Experts of a feed-forward layer; 0: it is dense.</summary>
    public int Experts { get; init; }

    /// <summary>Experts a token goes to.</summary>
    public int ExpertsPerToken { get; init; }

    public Gate Gate { get; init; } = Gate.SwiGlu;

    /// <summary>Factor of the scores of attention; null: 1 / sqrt(head size).</summary>
    public float? AttentionScale { get; init; }

    /// <summary>Factor of the embeddings (Granite).</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>Factor of what a block adds to the residual stream (Granite).</summary>
    public float ResidualScale { get; init; } = 1;

    /// <summary>Factor of the logits (Granite: 1 / logits_scaling).</summary>
    public float LogitScale { get; init; } = 1;

    internal HeadLayout HeadLayout => new(Heads, KeyValueHeads, HeadSize);

    internal AttentionRule AttentionRule(int layer)
        => new(HeadLayout, AttentionScale ?? 1f / MathF.Sqrt(HeadSize), WindowedLayers?.Contains(layer) ?? true ? Window : 0);

    /// <summary>Parameters in all; a tied head counts once.</summary>
    public long Parameters
    {
        get
        {
            long query = (long)Heads * HeadSize, key = (long)KeyValueHeads * HeadSize;
            var attention = (2 * query * Hidden) + (2 * key * Hidden) + (AttentionBias ? query + (2 * key) : 0) + (AttentionOutBias ? Hidden : 0)
                + (HeadNorm ? 2L * HeadSize : 0) + (Sinks ? Heads : 0);
            var expert = (3L * FeedForward * Hidden) + (FeedForwardBias ? (2L * FeedForward) + Hidden : 0);
            var router = Experts == 0 ? 0 : ((long)Experts * Hidden) + (FeedForwardBias ? Experts : 0);
            var layer = attention + (Math.Max(1, Experts) * expert) + router + (2L * Hidden);
            return ((TiedHead ? 1L : 2L) * VocabularySize * Hidden) + (Layers * layer) + Hidden;
        }
    }

    /// <summary>Every number that cannot be, by its name in config.json.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, least, most) in Bounds())
        {
            if (value < least || value > most)
                yield return $"{name} is {value}; it must lie between {least} and {most}";
        }
        if (Heads > 0 && KeyValueHeads > 0 && Heads % KeyValueHeads != 0)
            yield return $"num_attention_heads ({Heads}) is not a multiple of num_key_value_heads ({KeyValueHeads})";
        if (HeadSize % 2 != 0)
            yield return $"head_dim ({HeadSize}) must be even for the rotary embedding";
        if (!(NormEpsilon > 0) || NormEpsilon > 0.1f)
            yield return $"rms_norm_eps is {NormEpsilon}; it must be a small positive number";
        if (!(RotaryTheta > 0) || !double.IsFinite(RotaryTheta))
            yield return $"rope_theta is {RotaryTheta}; it must be positive";
        if (Experts > 0 && (ExpertsPerToken < 1 || ExpertsPerToken > Experts))
            yield return $"num_experts_per_tok is {ExpertsPerToken}; it must lie between 1 and the {Experts} experts";
        foreach (var (name, value) in Factors())
        {
            if (!float.IsFinite(value) || value == 0)
                yield return $"{name} makes a factor of {value}; it must be a number other than 0";
        }
        foreach (var problem in RotaryScaling?.Problems() ?? [])
            yield return problem;
    }

    private IEnumerable<(string Name, int Value, int Least, int Most)> Bounds() =>
    [
        ("vocab_size", VocabularySize, 1, 1 << 20),
        ("hidden_size", Hidden, 1, 1 << 16),
        ("intermediate_size", FeedForward, 1, 1 << 18),
        ("num_hidden_layers", Layers, 1, 1024),
        ("num_attention_heads", Heads, 1, 1024),
        ("num_key_value_heads", KeyValueHeads, 1, 1024),
        ("head_dim", HeadSize, 1, 1024),
        ("max_position_embeddings", ContextLength, 1, 1 << 24),
        ("sliding_window", Window, 0, 1 << 24),
        ("num_local_experts", Experts, 0, 1024),
    ];

    private IEnumerable<(string Name, float Value)> Factors() =>
    [
        ("attention_multiplier", AttentionScale ?? 1),
        ("embedding_multiplier", EmbeddingScale),
        ("residual_multiplier", ResidualScale),
        ("logits_scaling", LogitScale),
    ];
}
