using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>Granite 3: Llama with four factors (IBM 2024).</summary>
internal sealed class Granite : IFamily
{
    public string ModelType => "granite";

    public string Architecture => "GraniteForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        var bias = fields.Flag("attention_bias");
        return common with
        {
            AttentionBias = bias,
            AttentionOutBias = bias,
            FeedForwardBias = fields.Flag("mlp_bias"),
            EmbeddingScale = (float)fields.Number("embedding_multiplier", 1),
            AttentionScale = (float)fields.Number("attention_multiplier", 1),
            ResidualScale = (float)fields.Number("residual_multiplier", 1),
            LogitScale = (float)(1 / fields.Number("logits_scaling", 1)),
        };
    }

    public void Write(ModelShape shape, JsonObject config)
    {
        config["attention_bias"] = shape.AttentionBias;
        config["mlp_bias"] = shape.FeedForwardBias;
        config["embedding_multiplier"] = shape.EmbeddingScale;
        config["attention_multiplier"] = shape.AttentionScale ?? 1;
        config["residual_multiplier"] = shape.ResidualScale;
        config["logits_scaling"] = Math.Round(1.0 / shape.LogitScale, 6);
    }
}
