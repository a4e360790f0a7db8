using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// What a GGUF file's weights are written as, by the names llama.cpp has for it. The k-mixes give more bits where errors hurt most: the output
/// matrix, attention's values and the feed-forward's way down in some layers (llama-quant.cpp, llama_tensor_get_type).
/// </summary>
internal sealed record GgufMix(string Name, int FileType, WeightFormat Format, bool HasBetterLayers = false)
{
    public static readonly IReadOnlyList<GgufMix> All =
    [
        new("f32", 0, WeightFormat.F32),
        new("f16", 1, WeightFormat.F16),
        new("bf16", 32, WeightFormat.BF16),
        new("q8_0", 7, WeightFormat.Q8_0),
        new("q4_0", 2, WeightFormat.Q4_0),
        new("q4_k_m", 15, WeightFormat.Q4_K, HasBetterLayers: true),
        new("q5_k_m", 17, WeightFormat.Q5_K, HasBetterLayers: true),
        new("q6_k", 18, WeightFormat.Q6_K),
        new("mxfp4_moe", 38, WeightFormat.Q8_0) { Experts = WeightFormat.MXFP4 },
    ];

    /// <summary>What matrices of experts are written as, where that is another format.</summary>
    public WeightFormat? Experts { get; init; }

    /// <summary>What a tensor is written as; vectors, biases and the experts' router stay f32.</summary>
    public WeightFormat FormatOf(string name, int columns, bool isMatrix, ModelShape shape)
    {
        if (!isMatrix || name.EndsWith(".bias", StringComparison.Ordinal) || name.Contains("ffn_gate_inp", StringComparison.Ordinal))
            return WeightFormat.F32;
        return Format.BlockValues() == 1 ? Format : Fit(Wanted(name, shape), columns);
    }

    private WeightFormat Wanted(string name, ModelShape shape)
    {
        var isOutput = name == "output.weight" || (name == "token_embd.weight" && shape.TiedHead);
        if (isOutput && Format != WeightFormat.Q8_0)
            return WeightFormat.Q6_K;
        var isSensitive = name.Contains(".attn_v.", StringComparison.Ordinal) || name.Contains(".ffn_down", StringComparison.Ordinal);
        if (Experts is { } format && name.Contains("_exps.", StringComparison.Ordinal))
            return format;
        return HasBetterLayers && isSensitive && IsBetter(Layer(name), shape.Layers) ? WeightFormat.Q6_K : Format;
    }

    // The first and last eighth of the layers, and every third between.
    private static bool IsBetter(int layer, int layers)
        => layer < layers / 8 || layer >= 7 * layers / 8 || (layer - (layers / 8)) % 3 == 2;

    private static int Layer(string name) => int.Parse(name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);

    // llama.cpp falls back to Q5_0 and Q5_1 for some; Q8_0 is as small a change as a reader needs to know.
    private static WeightFormat Fit(WeightFormat wanted, int columns)
        => wanted.Fits(columns) ? wanted : WeightFormat.Q8_0.Fits(columns) ? WeightFormat.Q8_0 : WeightFormat.F16;
}
