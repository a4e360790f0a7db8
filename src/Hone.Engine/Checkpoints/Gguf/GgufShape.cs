using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Engine.Architectures;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// A model's shape from the metadata of a GGUF file. It goes through the config.json the model would have, so that a family's rules and the
/// limits of every number stand in one place.
/// </summary>
internal static class GgufShape
{
    // Present and set: something the decoder does not compute.
    private static readonly string[] Refused =
    [
        "attn_logit_softcapping", "final_logit_softcapping", "router_logit_softcapping", "attention.clamp_kqv", "attention.max_alibi_bias", "use_parallel_residual",
        "attention.temperature_scale", "attention.q_lora_rank", "attention.kv_lora_rank", "expert_shared_count", "expert_group_count", "swiglu_clamp_exp",
        "rope.dimension_sections", "rope.scaling.yarn_log_multiplier", "ssm.conv_kernel", "attention.output_scale", "attention.value_scale",
    ];

    // Of Granite alone.
    private static readonly string[] Factors = ["attention.scale", "embedding_scale", "residual_scale", "logit_scale"];

    public static ModelShape Read(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Int("split.count") > 1)
            throw new UserError($"{file.Path} is one of {metadata.Int("split.count")} parts of a model.", "Put them together with llama.cpp's llama-gguf-split --merge.");
        var family = GgufArchitecture.Family(metadata);
        var architecture = GgufArchitecture.Of(family);
        RefuseUnknown(metadata, architecture);
        var config = new Fields(file, architecture).Write(family);
        var shape = ModelConfig.Parse(JsonSerializer.SerializeToUtf8Bytes(config), file.Path);
        var factors = GgufRotary.Factors(file, shape);
        return factors is null ? shape : shape with { RotaryScaling = GgufRotary.Llama3(factors, shape, file.Path) };
    }

    private static void RefuseUnknown(GgufMetadata metadata, string architecture)
    {
        foreach (var key in Refused.Concat(architecture == GgufArchitecture.Granite ? [] : Factors).Select(key => $"{architecture}.{key}").Where(metadata.Has))
        {
            if (metadata.Value(key).Value is not (0u or 0 or 0f or false))
                throw metadata.Wrong(key, "is set; this version does not support it");
        }
        var windowed = $"{architecture}.rope.freq_base_swa";
        if (metadata.Number(windowed) is { } frequency && frequency != (metadata.Number($"{architecture}.rope.freq_base") ?? 10_000))
            throw metadata.Wrong(windowed, $"is {frequency}; this version turns all layers alike");
    }

    private sealed class Fields(GgufFile file, string architecture)
    {
        private readonly GgufMetadata metadata = file.Metadata;

        public JsonObject Write(string family)
        {
            int layers = Int("block_count"), heads = Same("attention.head_count"), hidden = Int("embedding_length");
            var headSize = metadata.Int(Key("attention.key_length")) ?? (heads > 0 ? hidden / heads : 0);
            Expect("attention.value_length", headSize);
            Expect("rope.dimension_count", headSize);
            var config = new JsonObject
            {
                ["model_type"] = family,
                ["vocab_size"] = metadata.Int(Key("vocab_size")) ?? checked((int)Math.Min(file.Find("token_embd.weight").Rows, int.MaxValue)),
                ["hidden_size"] = hidden,
                ["intermediate_size"] = architecture == GgufArchitecture.GptOss ? Int("expert_feed_forward_length") : Same("feed_forward_length"),
                ["num_hidden_layers"] = layers,
                ["num_attention_heads"] = heads,
                ["num_key_value_heads"] = metadata.Has(Key("attention.head_count_kv")) ? Same("attention.head_count_kv") : heads,
                ["head_dim"] = headSize,
                ["max_position_embeddings"] = Int("context_length"),
                ["rms_norm_eps"] = metadata.Number(Key("attention.layer_norm_rms_epsilon")) ?? throw metadata.Missing(Key("attention.layer_norm_rms_epsilon")),
                ["rope_theta"] = metadata.Number(Key("rope.freq_base")) ?? 10_000,
                ["rope_scaling"] = GgufRotary.ReadScaling(metadata, architecture),
                ["tie_word_embeddings"] = !file.Has("output.weight"),
            };
            WriteFamily(family, config, layers);
            return config;
        }

        private void WriteFamily(string family, JsonObject config, int layers)
        {
            var experts = metadata.Int(Key("expert_count")) ?? 0;
            if (experts > 0 && family != "gpt_oss")
                throw metadata.Wrong(Key("expert_count"), $"is {experts}; this version runs experts of gpt-oss only");
            if (family is "llama" or "granite" or "smollm3" or "qwen3")
                config["attention_bias"] = file.Has("blk.0.attn_q.bias");
            if (family is "llama" or "granite" or "smollm3")
                config["mlp_bias"] = file.Has("blk.0.ffn_gate.bias");
            if (family is "qwen2" or "qwen3" or "smollm3" or "gpt_oss" or "mistral")
                WriteWindow(family, config, layers);
            if (family == "gpt_oss")
                (config["num_local_experts"], config["num_experts_per_tok"]) = (experts, Int("expert_used_count"));
            if (family == "granite")
                WriteFactors(config);
        }

        private void WriteWindow(string family, JsonObject config, int layers)
        {
            var window = metadata.Int(Key("attention.sliding_window")) ?? 0;
            config["sliding_window"] = window;
            if (family is "qwen2" or "qwen3" or "smollm3")
                config["use_sliding_window"] = window > 0;
            if (family != "mistral" && window > 0 && metadata.Has(Key("attention.sliding_window_pattern")) && metadata.Flags(Key("attention.sliding_window_pattern")) is { } pattern && layers <= pattern.Length)
                config["layer_types"] = new JsonArray([.. pattern.Select(windowed => (JsonNode)(windowed ? "sliding_attention" : "full_attention"))]);
        }

        private void WriteFactors(JsonObject config)
        {
            foreach (var (field, key) in (ReadOnlySpan<(string, string)>)[("embedding_multiplier", "embedding_scale"), ("attention_multiplier", "attention.scale"), ("residual_multiplier", "residual_scale"), ("logits_scaling", "logit_scale")])
            {
                if (metadata.Number(Key(key)) is { } factor and not 0)
                    config[field] = factor;
            }
            if (!config.ContainsKey("attention_multiplier"))
                config["attention_multiplier"] = 1 / Math.Sqrt((int)(config["head_dim"] ?? 1));
        }

        private string Key(string name) => $"{architecture}.{name}";

        private int Int(string name) => metadata.RequiredInt(Key(name));

        // Some keys may be one number or one a layer.
        private int Same(string name)
        {
            var values = metadata.Ints(Key(name)) ?? throw metadata.Missing(Key(name));
            return values.Length > 0 && values.All(value => value == values[0]) ? values[0] : throw metadata.Wrong(Key(name), "differs from layer to layer, which this version does not support");
        }

        private void Expect(string name, int value)
        {
            if (metadata.Int(Key(name)) is { } other && other != value)
                throw metadata.Wrong(Key(name), $"is {other}; this version needs the head size, {value}");
        }
    }
}
