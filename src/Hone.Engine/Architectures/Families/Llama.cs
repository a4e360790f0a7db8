using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Architectures.Families;

/// <summary>Llama 2 and 3, SmolLM and SmolLM2, and what else is Llama-shaped.</summary>
internal sealed class Llama : IFamily
{
    public string ModelType => "llama";

    public string Architecture => "LlamaForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        // Llama's attention_bias is a bias of the output too.
        var bias = fields.Flag("attention_bias");
        return common with { AttentionBias = bias, AttentionOutBias = bias, FeedForwardBias = fields.Flag("mlp_bias") };
    }

    public void Write(ModelShape shape, JsonObject config)
    {
        if (shape.AttentionBias != shape.AttentionOutBias)
            throw new UserError("A llama model has biases on all four attention matrices or on none.");
        config["attention_bias"] = shape.AttentionBias;
        config["mlp_bias"] = shape.FeedForwardBias;
    }
}
