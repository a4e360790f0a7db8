using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// What adapter_config.json of a PEFT adapter says about its scales (https://github.com/huggingface/peft, LoraConfig). What would change
/// the model in a way this program does not compute is refused by its name.
/// </summary>
internal sealed record PeftConfig
{
    private const int MostBytes = 1 << 20;
    private const int HighestRank = 1 << 14;

    // Present and not null, false, "none" or empty: another kind of adapter.
    private static readonly string[] Refused =
    [
        "use_dora", "modules_to_save", "fan_in_fan_out", "lora_bias", "bias", "layer_replication", "trainable_token_indices", "target_parameters", "use_qalora",
        "alora_invocation_tokens", "arrow_config", "megatron_config", "use_bdlora", "kappa_tuner",
    ];

    public required int Rank { get; init; }

    public required double Alpha { get; init; }

    /// <summary>Scale by alpha / sqrt(r) instead of alpha / r (Kalajdzievski 2023).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>The model the adapter was trained on, as its author wrote it.</summary>
    public string? BaseModel { get; init; }

    public double Dropout { get; init; }

    /// <summary>Ranks and alphas of single modules, by the end of the module's name.</summary>
    public IReadOnlyDictionary<string, double> RankPattern { get; init; } = new Dictionary<string, double>();

    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    public int RankOf(string module) => (int)Of(RankPattern, module, Rank);

    public float ScaleOf(string module)
    {
        var rank = RankOf(module);
        return (float)(Of(AlphaPattern, module, Alpha) / (RankStabilised ? Math.Sqrt(rank) : rank));
    }

    public static PeftConfig Read(string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} is missing.", "An adapter directory holds adapter_config.json and adapter_model.safetensors.");
        return new FileInfo(path).Length <= MostBytes ? Parse(File.ReadAllBytes(path), path) : throw new UserError($"{path} is larger than {MostBytes} bytes: not an adapter's configuration.");
    }

    public static PeftConfig Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            return Parse(document.RootElement, path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new UserError($"{path} is not the adapter's configuration it should be: {error.Message}", "Copy or download the adapter again.");
        }
    }

    public JsonObject Write(IEnumerable<string> modules) => new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = BaseModel,
        ["r"] = Rank,
        ["lora_alpha"] = Number(Alpha),
        ["lora_dropout"] = Dropout,
        ["target_modules"] = new JsonArray([.. modules.Select(module => (JsonNode)module[(module.LastIndexOf('.') + 1)..]).DistinctBy(node => (string?)node)]),
        ["rank_pattern"] = new JsonObject(RankPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)(int)pair.Value))),
        ["alpha_pattern"] = new JsonObject(AlphaPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Number(pair.Value)))),
        ["use_rslora"] = RankStabilised,
        ["use_dora"] = false,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["modules_to_save"] = null,
        ["layers_to_transform"] = null,
        ["layers_pattern"] = null,
        ["init_lora_weights"] = true,
        ["inference_mode"] = true,
        ["revision"] = null,
    };

    private static PeftConfig Parse(JsonElement root, string path)
    {
        if (!root.TryGetProperty("peft_type", out var type) || type.GetString() != "LORA")
            throw new UserError($"{path}: peft_type is not \"LORA\".", "Only LoRA adapters can be used.");
        foreach (var name in Refused)
        {
            if (root.TryGetProperty(name, out var value) && IsUsed(value))
                throw new UserError($"{path}: {name} is set; adapters that use it cannot be used here.");
        }
        // The others begin from a changed base model, which is not the one at hand.
        if (root.TryGetProperty("init_lora_weights", out var start) && start.ValueKind == JsonValueKind.String && start.GetString() is not ("gaussian" or "eva" or "orthogonal"))
            throw new UserError($"{path}: init_lora_weights is \"{start.GetString()}\", which changes the base model.", "Save the adapter again after converting it to a plain LoRA.");
        return new PeftConfig
        {
            Rank = (int)Positive(root.TryGetProperty("r", out var rank) ? rank : throw new UserError($"{path} has no r."), path, "r", HighestRank, whole: true),
            Alpha = root.TryGetProperty("lora_alpha", out var alpha) ? Positive(alpha, path, "lora_alpha", 1e6, whole: false) : 8,
            RankStabilised = root.TryGetProperty("use_rslora", out var stabilised) && stabilised.ValueKind == JsonValueKind.True,
            BaseModel = root.TryGetProperty("base_model_name_or_path", out var model) ? model.GetString() : null,
            Dropout = root.TryGetProperty("lora_dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number ? dropout.GetDouble() : 0,
            RankPattern = Pattern(root, path, "rank_pattern", HighestRank, whole: true),
            AlphaPattern = Pattern(root, path, "alpha_pattern", 1e6, whole: false),
        };
    }

    private static bool IsUsed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString() is not ("none" or ""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    private static Dictionary<string, double> Pattern(JsonElement root, string path, string name, double most, bool whole)
    {
        var pattern = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return pattern;
        foreach (var pair in value.EnumerateObject())
        {
            // PEFT takes regular expressions here; all that people write are names, and a stranger's expression is not run.
            if (pair.Name.Length > 256 || !pair.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'))
                throw new UserError($"{path}: {name} has \"{pair.Name}\"; only names of modules can be used there, not expressions.");
            pattern[pair.Name] = Positive(pair.Value, path, $"{name}.{pair.Name}", most, whole);
        }
        return pattern;
    }

    private static double Positive(JsonElement value, string path, string name, double most, bool whole)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && number <= most && (!whole || number == Math.Floor(number)))
            return number;
        throw new UserError($"{path}: {name} must be a {(whole ? "whole " : "")}number above 0 and at most {most.ToString(CultureInfo.InvariantCulture)}.");
    }

    // The first entry whose name ends the module's name at a dot, as PEFT looks it up.
    private static double Of(IReadOnlyDictionary<string, double> pattern, string module, double other)
    {
        foreach (var (name, value) in pattern)
        {
            if (module.EndsWith(name, StringComparison.Ordinal) && (module.Length == name.Length || module[module.Length - name.Length - 1] == '.'))
                return value;
        }
        return other;
    }

    private static JsonNode Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e9 ? (int)value : value;
}
