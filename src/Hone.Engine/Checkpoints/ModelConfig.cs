using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Engine.Architectures;

namespace Hone.Engine.Checkpoints;

/// <summary>config.json of a Hugging Face model directory, to and from <see cref="ModelShape"/>.</summary>
internal static class ModelConfig
{
    private const int MostBytes = 1 << 20;

    public static ModelShape Read(string path)
    {
        var bytes = ReadBounded(path);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var shape = Parse(document.RootElement, path);
            var problems = shape.Problems().ToList();
            return problems.Count == 0 ? shape : throw new UserError($"{path}: {string.Join("; ", problems)}.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new UserError($"{path} is not the model configuration it should be: {error.Message}", "Copy or download the model again.");
        }
    }

    public static JsonObject Write(ModelShape shape, WeightType type, int endOfText) => new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = "llama",
        ["vocab_size"] = shape.VocabularySize,
        ["hidden_size"] = shape.Hidden,
        ["intermediate_size"] = shape.FeedForward,
        ["num_hidden_layers"] = shape.Layers,
        ["num_attention_heads"] = shape.Heads,
        ["num_key_value_heads"] = shape.KeyValueHeads,
        ["head_dim"] = shape.HeadSize,
        ["max_position_embeddings"] = shape.ContextLength,
        ["rms_norm_eps"] = shape.NormEpsilon,
        ["rope_theta"] = shape.RotaryTheta,
        ["rope_scaling"] = null,
        ["tie_word_embeddings"] = shape.TiedHead,
        ["hidden_act"] = "silu",
        ["attention_bias"] = false,
        ["mlp_bias"] = false,
        ["bos_token_id"] = endOfText,
        ["eos_token_id"] = endOfText,
        ["torch_dtype"] = type == WeightType.F32 ? "float32" : "bfloat16",
    };

    private static byte[] ReadBounded(string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} is missing.", "A model directory holds config.json, tokenizer.json and model.safetensors.");
        return new FileInfo(path).Length <= MostBytes ? File.ReadAllBytes(path) : throw new UserError($"{path} is larger than {MostBytes} bytes: not a model configuration.");
    }

    private static ModelShape Parse(JsonElement root, string path)
    {
        Expect(root, path, "model_type", "llama");
        Expect(root, path, "hidden_act", "silu");
        Refuse(root, path, "rope_scaling");
        Refuse(root, path, "attention_bias");
        Refuse(root, path, "mlp_bias");
        var hidden = Int(root, path, "hidden_size");
        var heads = Int(root, path, "num_attention_heads");
        return new ModelShape
        {
            VocabularySize = Int(root, path, "vocab_size"),
            Hidden = hidden,
            FeedForward = Int(root, path, "intermediate_size"),
            Layers = Int(root, path, "num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = Int(root, path, "num_key_value_heads", heads),
            HeadSize = Int(root, path, "head_dim", heads > 0 ? hidden / heads : 0),
            ContextLength = Int(root, path, "max_position_embeddings"),
            NormEpsilon = (float)Number(root, "rms_norm_eps", 1e-5),
            RotaryTheta = Number(root, "rope_theta", 10_000),
            TiedHead = root.TryGetProperty("tie_word_embeddings", out var tied) && tied.ValueKind == JsonValueKind.True,
        };
    }

    private static int Int(JsonElement root, string path, string name, int? missing = null)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return missing ?? throw new UserError($"{path} has no {name}.");
        return value.TryGetInt32(out var number) ? number : throw new UserError($"{path}: {name} must be a whole number.");
    }

    private static double Number(JsonElement root, string name, double missing)
        => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : missing;

    private static void Expect(JsonElement root, string path, string name, string expected)
    {
        if (root.TryGetProperty(name, out var value) && value.GetString() != expected)
            throw new UserError($"{path}: {name} is \"{value.GetString()}\"; this version runs \"{expected}\" only.");
    }

    // Null, false or absent mean "not used".
    private static void Refuse(JsonElement root, string path, string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            throw new UserError($"{path}: {name} is set; this version does not support it.");
    }
}
