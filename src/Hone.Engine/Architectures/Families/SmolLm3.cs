using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>SmolLM3: Llama with some layers left without rotary embedding (Bakouch et al. 2025).</summary>
internal sealed class SmolLm3 : IFamily
{
    public string ModelType => "smollm3";

    public string Architecture => "SmolLM3ForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        var bias = fields.Flag("attention_bias");
        var every = fields.Int("no_rope_layer_interval", 4);
        // A 1 in the list means that the layer does rotate.
        var rotated = fields.List("no_rope_layers", common.Layers) ?? [.. Enumerable.Range(0, common.Layers).Select(layer => every > 0 && (layer + 1) % every == 0 ? "0" : "1")];
        var smol = common with
        {
            AttentionBias = bias,
            AttentionOutBias = bias,
            FeedForwardBias = fields.Flag("mlp_bias"),
            LayersWithoutRotary = LayerSet.Where(common.Layers, layer => rotated[layer] == "0"),
        };
        return QwenWindow.Read(fields, smol);
    }

    public void Write(ModelShape shape, JsonObject config)
    {
        config["attention_bias"] = shape.AttentionBias;
        config["mlp_bias"] = shape.FeedForwardBias;
        config["no_rope_layers"] = new JsonArray([.. Enumerable.Range(0, shape.Layers).Select(layer => (JsonNode)(shape.LayersWithoutRotary.Contains(layer) ? 0 : 1))]);
        QwenWindow.Write(shape, config);
    }
}
