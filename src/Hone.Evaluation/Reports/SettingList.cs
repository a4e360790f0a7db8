using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hone.Evaluation.Reports;

/// <summary>A spec as a flat list: nested names joined by dots.</summary>
internal static class SettingList
{
    public static IReadOnlyList<(string Name, string Value)> Flatten(JsonObject spec)
    {
        var list = new List<(string, string)>();
        foreach (var (name, value) in spec)
            Add(list, name, value);
        return list;
    }

    private static void Add(List<(string, string)> list, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject group:
                foreach (var (inner, node) in group)
                    Add(list, $"{name}.{inner}", node);
                break;
            case JsonArray array:
                list.Add((name, string.Join(", ", array.Select(Text))));
                break;
            default:
                list.Add((name, Text(value)));
                break;
        }
    }

    private static string Text(JsonNode? node) =>
        node is null ? "" : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
}
