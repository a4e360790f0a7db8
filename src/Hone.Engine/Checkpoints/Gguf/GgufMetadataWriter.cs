using Hone.Core;
using Hone.Engine.Architectures;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>A model's shape as the keys llama.cpp reads (llama-arch.cpp, llama-model.cpp), and what it cannot express, refused.</summary>
internal static class GgufMetadataWriter
{
    public static List<KeyValuePair<string, GgufValue>> Write(ModelShape shape, string name, int fileType)
    {
        var architecture = GgufArchitecture.Of(shape.Family);
        CheckExpressible(shape, architecture);
        var values = new List<KeyValuePair<string, GgufValue>>
        {
            new("general.architecture", GgufValue.Of(architecture)),
            new("general.type", GgufValue.Of("model")),
            new("general.name", GgufValue.Of(name)),
            new("general.file_type", GgufValue.Of((uint)fileType)),
            new("general.quantization_version", GgufValue.Of(2u)),
        };
        void Add(string key, GgufValue value) => values.Add(new($"{architecture}.{key}", value));
        Add("vocab_size", GgufValue.Of((uint)shape.VocabularySize));
        Add("context_length", GgufValue.Of((uint)shape.ContextLength));
        Add("embedding_length", GgufValue.Of((uint)shape.Hidden));
        Add("block_count", GgufValue.Of((uint)shape.Layers));
        Add("feed_forward_length", GgufValue.Of((uint)shape.FeedForward));
        Add("attention.head_count", GgufValue.Of((uint)shape.Heads));
        Add("attention.head_count_kv", GgufValue.Of((uint)shape.KeyValueHeads));
        Add("attention.key_length", GgufValue.Of((uint)shape.HeadSize));
        Add("attention.value_length", GgufValue.Of((uint)shape.HeadSize));
        Add("attention.layer_norm_rms_epsilon", GgufValue.Of(shape.NormEpsilon));
        Add("rope.dimension_count", GgufValue.Of((uint)shape.HeadSize));
        Add("rope.freq_base", GgufValue.Of((float)shape.RotaryTheta));
        values.AddRange(GgufRotary.WriteScaling(shape, architecture));
        if (shape.Window > 0)
            Add("attention.sliding_window", GgufValue.Of((uint)shape.Window));
        if (shape.Window > 0 && architecture != GgufArchitecture.GptOss && shape.WindowedLayers is { } windowed)
            Add("attention.sliding_window_pattern", GgufValue.Of([.. Enumerable.Range(0, shape.Layers).Select(windowed.Contains)]));
        if (shape.Experts > 0)
        {
            Add("expert_count", GgufValue.Of((uint)shape.Experts));
            Add("expert_used_count", GgufValue.Of((uint)shape.ExpertsPerToken));
            Add("expert_feed_forward_length", GgufValue.Of((uint)shape.FeedForward));
        }
        if (architecture == GgufArchitecture.Granite)
        {
            Add("embedding_scale", GgufValue.Of(shape.EmbeddingScale));
            Add("residual_scale", GgufValue.Of(shape.ResidualScale));
            Add("attention.scale", GgufValue.Of(shape.AttentionScale ?? 1 / MathF.Sqrt(shape.HeadSize)));
            // llama.cpp divides by it.
            Add("logit_scale", GgufValue.Of(1 / shape.LogitScale));
        }
        return values;
    }

    /// <summary>What a person should know about the file, or nothing.</summary>
    public static IEnumerable<string> Notes(ModelShape shape)
    {
        if (shape.Window > 0 && shape.Window < shape.ContextLength && shape.Family != "gpt_oss")
            yield return $"llama.cpp does not apply the sliding window of {shape.Family} models: beyond {shape.Window} tokens it computes something else.";
        if (shape.RotaryScaling is { Kind: RotaryScalingKind.Yarn, Truncate: false })
            yield return "llama.cpp rounds yarn's ramp, which this model does not: over long texts it computes slightly different numbers.";
    }

    private static void CheckExpressible(ModelShape shape, string architecture)
    {
        if (shape.HeadSize % 2 != 0)
            throw new UserError("Heads of an odd size cannot be written as GGUF.");
        if (architecture == GgufArchitecture.SmolLm3 ? shape.LayersWithoutRotary != LayerSet.Where(shape.Layers, layer => (layer + 1) % 4 == 0) : !shape.LayersWithoutRotary.IsEmpty)
            throw new UserError("GGUF has no word for which layers are without rotary embedding: a smollm3 model leaves out every fourth.");
        if (architecture == GgufArchitecture.GptOss && (shape.Window == 0 || shape.WindowedLayers != LayerSet.Where(shape.Layers, layer => layer % 2 == 0)))
            throw new UserError("A gpt-oss model in GGUF has its window in every second layer, the first included.");
        if (architecture == GgufArchitecture.GptOss && shape.TiedHead)
            throw new UserError("A gpt-oss model in GGUF has an output matrix of its own.");
    }
}
