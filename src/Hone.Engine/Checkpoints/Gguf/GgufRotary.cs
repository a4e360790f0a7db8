using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Engine.Architectures;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// How a stretched rotary embedding stands in GGUF: linear and yarn as keys; Llama 3's as one divisor a pair of dimensions in the tensor
/// rope_freqs, from which its parameters are found again.
/// </summary>
internal static unsafe class GgufRotary
{
    private const int Llama3Context = 8192;
    private const string TruncateKey = "rope.scaling.yarn_truncate";

    public static JsonObject? ReadScaling(GgufMetadata metadata, string architecture)
    {
        string Key(string name) => $"{architecture}.rope.scaling.{name}";
        var kind = metadata.Text(Key("type")) ?? "none";
        var factor = metadata.Number(Key("factor")) ?? metadata.Number($"{architecture}.rope.scale_linear") ?? 0;
        if (kind == "none" && factor is not (0 or 1))
            kind = "linear";
        if (kind is "none" || factor is 0 or 1)
            return null;
        var scaling = new JsonObject { ["rope_type"] = kind, ["factor"] = factor };
        if (kind != "yarn")
            return scaling;
        scaling["original_max_position_embeddings"] = metadata.RequiredInt(Key("original_context_length"));
        scaling["beta_fast"] = metadata.Number(Key("yarn_beta_fast")) ?? 32;
        scaling["beta_slow"] = metadata.Number(Key("yarn_beta_slow")) ?? 1;
        // gpt-oss was made without rounding the ramp, which no key of llama.cpp says.
        scaling["truncate"] = metadata.Flag($"{architecture}.{TruncateKey}", missing: architecture != GgufArchitecture.GptOss);
        foreach (var key in (ReadOnlySpan<string>)[Key("attn_factor"), Key("yarn_attn_factor"), Key("yarn_ext_factor")])
        {
            if (metadata.Number(key) is { } other and not 1)
                throw metadata.Wrong(key, $"is {other}; this version knows 1 only");
        }
        return scaling;
    }

    public static IEnumerable<KeyValuePair<string, GgufValue>> WriteScaling(ModelShape shape, string architecture)
    {
        if (shape.RotaryScaling is not { } scaling || scaling.Kind == RotaryScalingKind.Llama3)
            yield break;
        if (scaling.AttentionFactor is { } attention && Math.Abs(attention - (scaling with { AttentionFactor = null }).Amplitude) > 1e-6)
            throw new UserError($"rope_scaling.attention_factor is {attention}, which cannot be written as GGUF.");
        string Key(string name) => $"{architecture}.rope.scaling.{name}";
        yield return new(Key("type"), GgufValue.Of(scaling.Kind == RotaryScalingKind.Yarn ? "yarn" : "linear"));
        yield return new(Key("factor"), GgufValue.Of((float)scaling.Factor));
        if (scaling.Kind == RotaryScalingKind.Linear)
            yield break;
        yield return new(Key("original_context_length"), GgufValue.Of((uint)scaling.OriginalContext));
        yield return new(Key("yarn_beta_fast"), GgufValue.Of((float)scaling.BetaFast));
        yield return new(Key("yarn_beta_slow"), GgufValue.Of((float)scaling.BetaSlow));
        yield return new($"{architecture}.{TruncateKey}", GgufValue.Of(scaling.Truncate));
    }

    /// <summary>What rope_freqs holds for a shape: the divisor of each pair's frequency; null where there is no such tensor.</summary>
    public static float[]? Factors(ModelShape shape)
    {
        if (shape.RotaryScaling is not { Kind: RotaryScalingKind.Llama3 } scaling)
            return null;
        double[] plain = RotaryScaling.Plain(shape.RotaryTheta, shape.HeadSize), scaled = scaling.Frequencies(shape.RotaryTheta, shape.HeadSize);
        return [.. plain.Zip(scaled, (before, after) => (float)(before / after))];
    }

    public static float[]? Factors(GgufFile file, ModelShape shape)
    {
        if (!file.Has(GgufNames.RotaryFactors))
            return null;
        var tensor = file.Find(GgufNames.RotaryFactors);
        if (tensor.Sizes is not [var length] || length != shape.HeadSize / 2 || GgufTensorTypes.Format(tensor.Type) is not (WeightFormat.F32 or WeightFormat.F16) || shape.RotaryScaling is not null)
            throw new UserError($"{file.Path}: {tensor.Name} is not one factor for each of {shape.HeadSize / 2} pairs of dimensions.");
        var factors = new float[length];
        WeightBlocks.Decode(tensor.Type == GgufTensorType.F32 ? WeightFormat.F32 : WeightFormat.F16, new ReadOnlySpan<byte>(file.Pointer(tensor), (int)tensor.Bytes), factors);
        return factors;
    }

    /// <summary>
    /// The parameters behind the factors. Between the fast pairs (factor 1) and the slow ones (the whole factor) the share kept is linear in
    /// the frequency, so two pairs there fix the line; published models all have the same one, which is tried first.
    /// </summary>
    public static RotaryScaling? Llama3(float[] factors, ModelShape shape, string path)
    {
        if (factors.All(factor => factor == 1))
            return null;
        var published = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = factors.Max(), OriginalContext = Llama3Context };
        if (Fits(published, factors, shape))
            return published;
        return Line(published, factors, shape) is { } found && Fits(found, factors, shape)
            ? found
            : throw new UserError($"{path}: the factors in {GgufNames.RotaryFactors} do not follow the rule of Llama 3, which is the one this version knows.");
    }

    private static bool Fits(RotaryScaling scaling, float[] factors, ModelShape shape)
        => !scaling.Problems().Any() && Factors(shape with { RotaryScaling = scaling }) is { } own && own.Zip(factors).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4 * pair.Second);

    // kept = (turns - low) / (high - low), turns = context x frequency / 2 pi; the factor is 1 / (kept + (1 - kept) / whole).
    private static RotaryScaling? Line(RotaryScaling start, float[] factors, ModelShape shape)
    {
        var plain = RotaryScaling.Plain(shape.RotaryTheta, shape.HeadSize);
        var between = Enumerable.Range(0, factors.Length).Where(i => factors[i] > 1.001 && factors[i] < 0.999 * start.Factor)
            .Select(i => (Turns: Llama3Context * plain[i] / (2 * Math.PI), Kept: ((start.Factor / factors[i]) - 1) / (start.Factor - 1))).ToList();
        if (between.Count < 2)
            return null;
        var slope = (between[0].Kept - between[^1].Kept) / (between[0].Turns - between[^1].Turns);
        var low = between[0].Turns - (between[0].Kept / slope);
        return start with { LowFrequencyFactor = low, HighFrequencyFactor = low + (1 / slope) };
    }
}
