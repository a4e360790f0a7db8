using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>Qwen2 and Qwen2.5, DeepSeek-R1-Distill-Qwen: biases on q, k and v (Qwen team 2024).</summary>
internal sealed class Qwen2 : IFamily
{
    public string ModelType => "qwen2";

    public string Architecture => "Qwen2ForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
        => QwenWindow.Read(fields, common) with { AttentionBias = true };

    public void Write(ModelShape shape, JsonObject config) => QwenWindow.Write(shape, config);
}
