using System.Globalization;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Names of parameters in Hugging Face files, and what GGUF calls them.</summary>
internal static class GgufNames
{
    public const string RotaryFactors = "rope_freqs.weight";
    private const string LayerPrefix = "model.layers.";

    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["model.embed_tokens"] = "token_embd",
        ["model.norm"] = "output_norm",
        ["lm_head"] = "output",
    };

    private static readonly Dictionary<string, string> InLayer = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
        ["mlp.router"] = "ffn_gate_inp",
    };

    /// <summary>GGUF's name; of an expert's parameter, that of the tensor all experts share.</summary>
    public static string Of(string name, string architecture)
    {
        if (name.StartsWith(LayerPrefix, StringComparison.Ordinal))
        {
            var rest = name[LayerPrefix.Length..];
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            return string.Create(CultureInfo.InvariantCulture, $"blk.{rest[..dot]}.{Inner(rest[(dot + 1)..], architecture)}");
        }
        var last = name.LastIndexOf('.');
        return Whole[name[..last]] + name[last..];
    }

    private static string Inner(string name, string architecture)
    {
        if (name == "self_attn.sinks")
            return "attn_sinks.weight";
        if (name.Split('.') is ["mlp", "experts", _, var module, var kind])
            return $"{InLayer["mlp." + module]}_exps.{kind}";
        var last = name.LastIndexOf('.');
        // gpt-oss has this norm under the name of what it follows.
        var own = name[..last] == "post_attention_layernorm" && architecture == GgufArchitecture.GptOss ? "post_attention_norm" : InLayer[name[..last]];
        return own + name[last..];
    }
}
