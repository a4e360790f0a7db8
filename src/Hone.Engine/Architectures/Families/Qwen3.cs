using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>Qwen3, dense: heads of q and k are normalised, no biases (Qwen team 2025).</summary>
internal sealed class Qwen3 : IFamily
{
    public string ModelType => "qwen3";

    public string Architecture => "Qwen3ForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        var bias = fields.Flag("attention_bias");
        return QwenWindow.Read(fields, common) with { AttentionBias = bias, AttentionOutBias = bias, HeadNorm = true };
    }

    public void Write(ModelShape shape, JsonObject config)
    {
        config["attention_bias"] = shape.AttentionBias;
        QwenWindow.Write(shape, config);
    }
}
