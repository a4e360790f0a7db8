using System.Text.Json.Nodes;
using Hone.Core;

namespace Hone.Engine.Architectures;

/// <summary>layer_types of config.json: which layers attend through a sliding window.</summary>
internal static class LayerTypes
{
    private const string Sliding = "sliding_attention", Full = "full_attention";

    /// <summary>The windowed layers, or null where the file does not say.</summary>
    public static LayerSet? Read(ConfigFields fields, int layers)
    {
        if (fields.List("layer_types", layers) is not { } types)
            return null;
        if (types.FirstOrDefault(type => type is not (Sliding or Full)) is { } other)
            throw new UserError($"{fields.Path}: layer_types has \"{other}\"; this version runs {Sliding} and {Full}.");
        return LayerSet.Where(layers, layer => types[layer] == Sliding);
    }

    public static JsonArray Write(ModelShape shape)
        => [.. Enumerable.Range(0, shape.Layers).Select(layer => (JsonNode)(shape.AttentionRule(layer).Window > 0 ? Sliding : Full))];
}
