using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hone.Cli.Recipes;

/// <summary>The JSON schema of a recipe, for editors that complete and check YAML.</summary>
internal static class RecipeSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A recipe of hone",
        };
        foreach (var (key, value) in Section(SettingShape.Of(typeof(Recipe)), partial: false).ToList())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <param name="partial">An arm repeats only what it changes, so nothing in it is required.</param>
    private static JsonObject Section(SectionShape shape, bool partial)
    {
        var properties = new JsonObject();
        foreach (var setting in shape.Settings)
            properties[setting.Key] = Property(setting);
        var section = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        var required = shape.Settings.Where(s => s.Required && !partial).Select(s => JsonValue.Create(s.Key)).ToArray<JsonNode>();
        if (required.Length > 0)
            section["required"] = new JsonArray(required);
        section["properties"] = properties;
        return section;
    }

    private static JsonObject Property(Setting setting)
    {
        var property = new JsonObject { ["description"] = setting.About.Description };
        foreach (var (key, value) in Value(setting.Shape, partial: false).ToList())
            property[key] = value?.DeepClone();
        if (double.IsFinite(setting.About.Min))
            property["minimum"] = JsonNode.Parse(Invariant(setting.About.Min));
        if (double.IsFinite(setting.About.Max))
            property["maximum"] = JsonNode.Parse(Invariant(setting.About.Max));
        if (DefaultOf(setting) is { } value0)
            property["default"] = value0;
        return property;
    }

    private static JsonObject Value(SettingShape shape, bool partial) => shape switch
    {
        TextShape => new JsonObject { ["type"] = "string" },
        FlagShape => new JsonObject { ["type"] = "boolean" },
        WholeShape => new JsonObject { ["type"] = "integer" },
        NumberShape => new JsonObject { ["type"] = "number" },
        ChoiceShape choice => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(choice.Names.Select(n => (JsonNode)n).ToArray()) },
        ListShape list => new JsonObject { ["type"] = "array", ["items"] = Value(list.Item, partial: false) },
        MapShape map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(map.Value, partial: true) },
        SectionShape section => Section(section, partial),
        _ => throw new InvalidOperationException($"{shape} has no schema."),
    };

    private static JsonNode? DefaultOf(Setting setting) => (setting.Shape, setting.Default) switch
    {
        (_, null) => null,
        (TextShape, string { Length: 0 }) => null,
        (ChoiceShape, var value) => SettingShape.SnakeCase(value.ToString() ?? ""),
        (WholeShape or NumberShape, var value) => JsonNode.Parse(Invariant(value)),
        (FlagShape, bool value) => value,
        (TextShape, string value) => value,
        (ListShape { Item: TextShape }, IReadOnlyList<string> { Count: > 0 } values) => new JsonArray(values.Select(v => (JsonNode)v).ToArray()),
        (ListShape { Item: WholeShape or NumberShape }, System.Collections.IEnumerable values) when values.Cast<object>().Any() =>
            new JsonArray(values.Cast<object>().Select(v => JsonNode.Parse(Invariant(v))).ToArray()),
        _ => null,
    };

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
