using System.Text.Json;
using Hone.Core;

namespace Hone.Engine.Architectures;

/// <summary>
/// The fields of a config.json, read by name. What nobody asked for and is not known to be harmless is refused at the end: a switch
/// that is passed over makes a model that talks nonsense without any error.
/// </summary>
internal sealed class ConfigFields(string path, JsonElement root)
{
    // About training, generation, or the library that wrote the file: nothing here changes what a forward pass computes.
    private static readonly HashSet<string> Harmless =
    [
        "_name_or_path", "architectures", "model_type", "torch_dtype", "dtype", "transformers_version", "use_cache", "bos_token_id", "eos_token_id", "pad_token_id",
        "unk_token_id", "attention_dropout", "embd_pdrop", "resid_pdrop", "hidden_dropout", "initializer_range", "initializer_factor", "pretraining_tp", "is_llama_config",
        "auto_map", "transformers.js_config", "output_router_logits", "router_aux_loss_coef", "_attn_implementation", "use_flash_attn", "unsloth_version",
        "unsloth_fixed", "return_dict", "output_attentions", "output_hidden_states", "gradient_checkpointing", "initial_context_length", "experts_per_token", "num_experts_per_tok",
        "model_name", "max_sequence_length", "id2label", "label2id", "problem_type", "task_specific_params",
    ];

    private readonly HashSet<string> asked = [];

    public string Path => path;

    public bool Has(string name) => Find(name) is not null;

    public int Int(string name, int? missing = null)
    {
        if (Find(name) is not { } value)
            return missing ?? throw new UserError($"{path} has no {name}.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(name, "must be a whole number");
    }

    public double Number(string name, double? missing = null)
    {
        if (Find(name) is not { } value)
            return missing ?? throw new UserError($"{path} has no {name}.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : throw Wrong(name, "must be a number");
    }

    public bool Flag(string name, bool missing = false) => Find(name) is not { } value
        ? missing
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "must be true or false");

    public string Text(string name, string missing) => Find(name) is not { } value
        ? missing
        : value.ValueKind == JsonValueKind.String ? value.GetString() ?? missing : throw Wrong(name, "must be text");

    /// <summary>An object of its own, or null.</summary>
    public ConfigFields? Section(string name) => Find(name) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigFields($"{path}: {name}", value) : throw Wrong(name, "must be an object");

    /// <summary>A list of one text or number for each layer, or null.</summary>
    public IReadOnlyList<string>? List(string name, int length)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != length)
            throw Wrong(name, $"must be a list of {length} entries, one a layer");
        return [.. value.EnumerateArray().Select(item => item.ToString())];
    }

    /// <summary>Refuses any other value than the one this program computes.</summary>
    public void Expect(string name, string expected)
    {
        if (Find(name) is { } value && value.ToString() != expected)
            throw new UserError($"{path}: {name} is \"{value}\"; this version runs \"{expected}\" only.");
    }

    /// <summary>Refuses what is set: null, false and 0 mean "not used".</summary>
    public void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { } value && IsSet(value))
                throw new UserError($"{path}: {name} is set; this version does not support it.");
        }
    }

    /// <summary>To be called last: refuses a field nobody read.</summary>
    public void RefuseUnknown()
    {
        foreach (var field in root.EnumerateObject())
        {
            if (!asked.Contains(field.Name) && !Harmless.Contains(field.Name) && IsSet(field.Value))
                throw new UserError($"{path}: the field {field.Name} is not known to this version for {Model}.", "Remove it if it has no effect on what the model computes.");
        }
    }

    private string Model => root.TryGetProperty("model_type", out var type) ? $"model_type {type}" : "this model";

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => !value.TryGetDouble(out var number) || number != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => value.GetString() is { Length: > 0 },
        _ => true,
    };

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private UserError Wrong(string name, string rule) => new($"{path}: {name} {rule}.");
}
