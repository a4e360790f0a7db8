using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Architectures.Families;

/// <summary>gpt-oss: experts with a clamped gate, sinks, biases everywhere, a window in every other layer (model card, 2025).</summary>
internal sealed class GptOss : IFamily
{
    public string ModelType => "gpt_oss";

    public string Architecture => "GptOssForCausalLM";

    public ModelShape Read(ConfigFields fields, ModelShape common)
    {
        if (!fields.Flag("attention_bias", true))
            throw new UserError($"{fields.Path}: attention_bias is false; this version runs gpt_oss with biases only.");
        if (fields.Number("swiglu_limit", 7) != 7)
            throw new UserError($"{fields.Path}: swiglu_limit is {fields.Number("swiglu_limit")}; this version runs 7 only.");
        if (fields.Section("quantization_config") is { } quantisation && quantisation.Text("quant_method", "") != "mxfp4")
            throw new UserError($"{fields.Path}: quantization_config.quant_method is \"{quantisation.Text("quant_method", "")}\"; this version reads mxfp4.");
        return common with
        {
            Window = fields.Int("sliding_window"),
            WindowedLayers = LayerTypes.Read(fields, common.Layers) ?? LayerSet.Where(common.Layers, layer => layer % 2 == 0),
            AttentionBias = true,
            AttentionOutBias = true,
            FeedForwardBias = true,
            Sinks = true,
            Experts = fields.Int("num_local_experts"),
            ExpertsPerToken = fields.Int("num_experts_per_tok", fields.Int("experts_per_token", 4)),
            Gate = Gate.ClampedSwiGlu,
        };
    }

    public void Write(ModelShape shape, JsonObject config)
    {
        config["attention_bias"] = true;
        config["sliding_window"] = shape.Window;
        config["layer_types"] = LayerTypes.Write(shape);
        config["num_local_experts"] = shape.Experts;
        config["num_experts_per_tok"] = shape.ExpertsPerToken;
        config["experts_per_token"] = shape.ExpertsPerToken;
        config["swiglu_limit"] = 7.0;
    }
}
