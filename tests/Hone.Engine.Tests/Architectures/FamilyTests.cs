using System.Text;
using Hone.Core;
using Hone.Engine.Architectures;

namespace Hone.Engine.Tests.Architectures;

public sealed class FamilyTests
{
    private static readonly ModelShape Plain = new()
    {
        VocabularySize = 40,
        Hidden = 16,
        FeedForward = 24,
        Layers = 8,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 4,
        ContextLength = 64,
    };

    private static readonly Dictionary<string, ModelShape> Shapes = new()
    {
        ["llama"] = Plain with { RotaryTheta = 500_000, RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = 8, OriginalContext = 32 } },
        ["mistral"] = Plain with { Family = "mistral", Window = 16, TiedHead = false },
        ["qwen2"] = Plain with { Family = "qwen2", AttentionBias = true, Window = 9, WindowedLayers = LayerSet.Where(8, layer => layer >= 5) },
        ["qwen3"] = Plain with { Family = "qwen3", HeadNorm = true },
        ["smollm3"] = Plain with { Family = "smollm3", LayersWithoutRotary = LayerSet.Where(8, layer => layer % 4 == 3) },
        ["granite"] = Plain with { Family = "granite", EmbeddingScale = 12, AttentionScale = 0.015625f, ResidualScale = 0.22f, LogitScale = 0.125f },
        ["gpt_oss"] = Plain with
        {
            Family = "gpt_oss",
            Window = 8,
            WindowedLayers = LayerSet.Where(8, layer => layer % 2 == 0),
            AttentionBias = true,
            AttentionOutBias = true,
            FeedForwardBias = true,
            Sinks = true,
            Experts = 4,
            ExpertsPerToken = 2,
            Gate = Gate.ClampedSwiGlu,
            TiedHead = false,
            RotaryScaling = new RotaryScaling { Kind = RotaryScalingKind.Yarn, Factor = 32, OriginalContext = 16, Truncate = false },
        },
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Config_WrittenAndRead_IsTheSameShape(string name)
    {
        var json = ModelConfig.Write(Shapes[name], "float32", 3).ToJsonString();

        Assert.Equal(Shapes[name], ModelConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json"));
    }

    // Fields and values as the families' published files have them, at a small size.
    [Theory]
    [InlineData("""{"model_type":"qwen2","sliding_window":131072,"use_sliding_window":false,"max_window_layers":28,"attention_dropout":0.0,"use_mrope":false}""", false, true)]
    [InlineData("""{"model_type":"llama","rope_scaling":{"factor":8.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},"pretraining_tp":1,"mlp_bias":false}""", false, false)]
    [InlineData("""{"model_type":"mistral","sliding_window":4096,"architectures":["MistralForCausalLM"]}""", true, false)]
    public void Config_AsPublished_IsUnderstood(string fields, bool hasWindow, bool hasBias)
    {
        var shape = ModelConfig.Parse(Encoding.UTF8.GetBytes(Sizes[..^1] + "," + fields[1..]), "config.json");

        Assert.Equal(hasWindow, shape.Window > 0);
        Assert.Equal(hasBias, shape.AttentionBias);
    }

    [Theory]
    [InlineData("""{"model_type":"llama","final_logit_softcapping":30.0}""", "final_logit_softcapping")]
    [InlineData("""{"model_type":"llama","hidden_act":"gelu"}""", "hidden_act")]
    [InlineData("""{"model_type":"llama","partial_rotary_factor":0.5}""", "partial_rotary_factor")]
    [InlineData("""{"model_type":"llama","rope_scaling":{"rope_type":"longrope","factor":2}}""", "longrope")]
    [InlineData("""{"model_type":"llama","rope_scaling":{"rope_type":"yarn","factor":2,"mscale_all_dim":1}}""", "mscale_all_dim")]
    [InlineData("""{"model_type":"llama","quantization_config":{"quant_method":"gptq"}}""", "quantization_config")]
    [InlineData("""{"model_type":"qwen3","layer_types":["full_attention","linear_attention"]}""", "linear_attention")]
    [InlineData("""{"model_type":"gpt_oss","sliding_window":128,"num_local_experts":4,"num_experts_per_tok":9}""", "num_experts_per_tok")]
    [InlineData("""{"model_type":"granite","logits_scaling":0}""", "logits_scaling")]
    public void Config_WithWhatWeDoNotCompute_IsRefusedByTheFieldsName(string fields, string named)
    {
        var error = Assert.Throws<UserError>(() => ModelConfig.Parse(Encoding.UTF8.GetBytes(Sizes[..^1] + "," + fields[1..]), "config.json"));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private const string Sizes = """{"vocab_size":40,"hidden_size":16,"intermediate_size":24,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":64,"rms_norm_eps":1e-05,"rope_theta":10000.0}""";
}
