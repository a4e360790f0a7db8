using System.Text.Json.Nodes;

namespace Hone.Engine.Architectures.Families;

/// <summary>Qwen's sliding window: switched on by a flag, in the layers from max_window_layers on or those that layer_types names.</summary>
internal static class QwenWindow
{
    public static ModelShape Read(ConfigFields fields, ModelShape common)
    {
        var window = fields.Int("sliding_window", 0);
        var first = fields.Int("max_window_layers", 28);
        var windowed = LayerTypes.Read(fields, common.Layers) ?? LayerSet.Where(common.Layers, layer => layer >= first);
        return fields.Flag("use_sliding_window") && window > 0 && !windowed.IsEmpty ? common with { Window = window, WindowedLayers = windowed } : common;
    }

    public static void Write(ModelShape shape, JsonObject config)
    {
        config["use_sliding_window"] = shape.Window > 0;
        config["sliding_window"] = shape.Window > 0 ? shape.Window : null;
        config["layer_types"] = LayerTypes.Write(shape);
    }
}
