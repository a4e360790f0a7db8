using Hone.Core;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>general.architecture of a GGUF file and the families it stands for.</summary>
internal static class GgufArchitecture
{
    public const string Llama = "llama";
    public const string GptOss = "gpt-oss";
    public const string Granite = "granite";
    public const string SmolLm3 = "smollm3";

    private static readonly Dictionary<string, string> ByFamily = new(StringComparer.Ordinal)
    {
        ["llama"] = Llama,
        ["mistral"] = Llama,
        ["qwen2"] = "qwen2",
        ["qwen3"] = "qwen3",
        ["gpt_oss"] = GptOss,
        ["granite"] = Granite,
        ["smollm3"] = SmolLm3,
    };

    public static string Of(string family) => ByFamily.TryGetValue(family, out var architecture) ? architecture : throw new UserError($"Models of the family {family} cannot be written as GGUF.");

    /// <summary>The family as config.json names it; a Llama with a window is a Mistral.</summary>
    public static string Family(GgufMetadata metadata)
    {
        var architecture = metadata.Text("general.architecture") ?? throw metadata.Missing("general.architecture");
        if (architecture == Llama)
            return (metadata.Int("llama.attention.sliding_window") ?? 0) > 0 ? "mistral" : "llama";
        return ByFamily.Where(pair => pair.Value == architecture).Select(pair => pair.Key).FirstOrDefault()
            ?? throw new UserError($"{metadata.Path} holds a model of the architecture \"{architecture}\".", $"This version runs {string.Join(", ", ByFamily.Values.Distinct())}.");
    }

    /// <summary>
    /// Whether q and k have their rows in the order of pairs: llama.cpp turns neighbouring values for these, the others turn a value with the
    /// one half a head away.
    /// </summary>
    public static bool HasPairedRows(string architecture) => architecture is Llama or Granite or SmolLm3;
}
