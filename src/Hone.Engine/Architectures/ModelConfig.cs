using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Architectures;

/// <summary>config.json of a Hugging Face model directory, to and from <see cref="ModelShape"/>: the fields all families share.</summary>
internal static class ModelConfig
{
    private const int MostBytes = 1 << 20;

    public static ModelShape Read(string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} is missing.", "A model directory holds config.json, tokenizer.json and model.safetensors.");
        if (new FileInfo(path).Length > MostBytes)
            throw new UserError($"{path} is larger than {MostBytes} bytes: not a model configuration.");
        return Parse(File.ReadAllBytes(path), path);
    }

    public static ModelShape Parse(byte[] json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var shape = Parse(new ConfigFields(path, document.RootElement));
            var problems = shape.Problems().ToList();
            return problems.Count == 0 ? shape : throw new UserError($"{path}: {string.Join("; ", problems)}.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new UserError($"{path} is not the model configuration it should be: {error.Message}", "Copy or download the model again.");
        }
    }

    public static JsonObject Write(ModelShape shape, string dataType, int endOfText)
    {
        var family = FamilyList.Find(shape.Family) ?? throw new InvalidOperationException($"no family {shape.Family}");
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(family.Architecture),
            ["model_type"] = family.ModelType,
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
            ["rope_scaling"] = RotaryFields.Write(shape.RotaryScaling),
            ["tie_word_embeddings"] = shape.TiedHead,
            ["hidden_act"] = "silu",
            ["bos_token_id"] = endOfText,
            ["eos_token_id"] = endOfText,
            ["torch_dtype"] = dataType,
        };
        family.Write(shape, config);
        return config;
    }

    private static ModelShape Parse(ConfigFields fields)
    {
        var type = fields.Text("model_type", "llama");
        var family = FamilyList.Find(type) ?? throw new UserError($"{fields.Path}: model_type is \"{type}\"; this version runs {FamilyList.Names}.");
        fields.Expect("hidden_act", "silu");
        fields.Refuse("num_nextn_predict_layers");
        if (fields.Number("partial_rotary_factor", 1) != 1)
            throw new UserError($"{fields.Path}: partial_rotary_factor is set; this version does not support it.");
        int hidden = fields.Int("hidden_size"), heads = fields.Int("num_attention_heads");
        var common = new ModelShape
        {
            Family = type,
            VocabularySize = fields.Int("vocab_size"),
            Hidden = hidden,
            FeedForward = fields.Int("intermediate_size"),
            Layers = fields.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = fields.Int("num_key_value_heads", heads),
            HeadSize = fields.Int("head_dim", heads > 0 ? hidden / heads : 0),
            ContextLength = fields.Int("max_position_embeddings"),
            NormEpsilon = (float)fields.Number("rms_norm_eps", 1e-5),
            RotaryTheta = RotaryFields.Theta(fields),
            RotaryScaling = RotaryFields.Read(fields),
            TiedHead = fields.Flag("tie_word_embeddings"),
        };
        if (common.Layers is < 1 or > 1024)
            throw new UserError($"{fields.Path}: num_hidden_layers is {common.Layers}; it must lie between 1 and 1024.");
        var shape = family.Read(fields, common);
        fields.RefuseUnknown();
        return shape;
    }
}
