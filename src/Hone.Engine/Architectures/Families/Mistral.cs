using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>Mistral: Llama with a sliding window in every layer, where there is one (Jiang et al. 2023).</summary>
internal sealed class Mistral : IFamily
{
    public string ModelType => "mistral";

    public string Architecture => "MistralForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        fields.Refuse("attention_bias", "mlp_bias");
        return common with { Window = fields.Int("sliding_window", 0) };
    }

    public void Write(ModelShape shape, JsonObject config) => config["sliding_window"] = shape.Window > 0 ? shape.Window : null;
}
