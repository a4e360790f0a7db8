using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// tokenizer.ggml.pre: llama.cpp knows the ways of cutting text before byte-level BPE by name (llama-vocab.cpp). The first name of a way is
/// the one we write; the others are read as the same. Each entry of a way is a splitting expression, or "digits" for single digits.
/// </summary>
internal sealed record GgufPreTokenizer(string[] Names, string[] Cuts, bool IgnoresMerges = false, bool AddsBos = false, bool Composes = false)
{
    private const string Digits = "digits";

    private static readonly GgufPreTokenizer[] Known =
    [
        new(["gpt-2", "phi-2", "exaone4", "olmo", "mpt"], [SplittingPatterns.Gpt2]),
        new(["llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"], [SplittingPatterns.Cl100k], IgnoresMerges: true, AddsBos: true),
        new(["smaug-bpe", "dbrx"], [SplittingPatterns.Cl100k]),
        new(["qwen2"], [SplittingPatterns.Qwen2], Composes: true),
        new(["deepseek-r1-qwen", "megrez"], [SplittingPatterns.Qwen2]),
        new(["gpt-4o", "llama4"], [SplittingPatterns.O200k]),
        new(["tekken"], [SplittingPatterns.Tekken], IgnoresMerges: true, AddsBos: true),
        new(["smollm", "starcoder", "refact", "command-r", "codeshell"], [Digits, SplittingPatterns.Gpt2]),
    ];

    public static GgufPreTokenizer? Find(string name) => Known.FirstOrDefault(way => way.Names.Contains(name));

    public static string KnownNames => string.Join(", ", Known.SelectMany(way => way.Names));

    /// <summary>The way a tokenizer.json cuts text, or null where llama.cpp has no name for it.</summary>
    public static GgufPreTokenizer? Find(JsonElement preTokenizer, bool ignoresMerges)
    {
        var cuts = new List<string?>();
        foreach (var step in Flatten(preTokenizer))
            cuts.AddRange(CutsOf(step));
        var same = Known.Where(way => way.Cuts.SequenceEqual(cuts)).ToList();
        // Where the name says nothing about merges, they decide nothing in a vocabulary whose every entry can be reached by them.
        return same.FirstOrDefault(way => way.IgnoresMerges == ignoresMerges) ?? same.FirstOrDefault();
    }

    /// <summary>The pre_tokenizer object of a tokenizer.json.</summary>
    public JsonNode Write()
    {
        var byRegex = Cuts[^1] == SplittingPatterns.Gpt2;
        var bytes = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = byRegex };
        JsonNode[] steps = [.. Cuts.Where(cut => cut != SplittingPatterns.Gpt2).Select(Step), bytes];
        return steps.Length == 1 ? bytes : new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(steps) };
    }

    private static JsonObject Step(string cut) => cut == Digits
        ? new JsonObject { ["type"] = "Digits", ["individual_digits"] = true }
        : new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = cut }, ["behavior"] = "Isolated", ["invert"] = false };

    private static IEnumerable<JsonElement> Flatten(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object)
            return [];
        return Text(step, "type") == "Sequence" && step.TryGetProperty("pretokenizers", out var inner) ? inner.EnumerateArray().SelectMany(Flatten) : [step];
    }

    private static IEnumerable<string?> CutsOf(JsonElement step)
    {
        switch (Text(step, "type"))
        {
            case "ByteLevel" when !Flag(step, "add_prefix_space"):
                return Flag(step, "use_regex") ? [SplittingPatterns.Gpt2] : [];
            case "Digits" when Flag(step, "individual_digits"):
                return [Digits];
            case "Split" when step.TryGetProperty("pattern", out var pattern):
                return [Text(pattern, "Regex")];
            default:
                return [null];
        }
    }

    private static string? Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Absent flags of these steps mean true.
    private static bool Flag(JsonElement step, string name) => !step.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.True;
}
