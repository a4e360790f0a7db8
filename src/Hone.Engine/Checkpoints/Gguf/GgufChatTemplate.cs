using System.Text.Json;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>The chat template of a model directory: chat_template.jinja, or chat_template of tokenizer_config.json, one text or several by name.</summary>
internal static class GgufChatTemplate
{
    private const long MostBytes = 16L << 20;

    public static string? Read(string directory)
    {
        var alone = Path.Combine(directory, "chat_template.jinja");
        if (File.Exists(alone) && new FileInfo(alone).Length <= MostBytes)
            return File.ReadAllText(alone);
        var config = Path.Combine(directory, "tokenizer_config.json");
        if (!File.Exists(config))
            return null;
        // Tokenizer.Load has read this file already: it is sound JSON of a bounded size.
        using var document = JsonDocument.Parse(File.ReadAllBytes(config));
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("chat_template", out var template))
            return null;
        if (template.ValueKind == JsonValueKind.String)
            return template.GetString();
        return template.ValueKind == JsonValueKind.Array ? template.EnumerateArray().Where(IsDefault).Select(item => item.GetProperty("template").GetString()).FirstOrDefault() : null;
    }

    private static bool IsDefault(JsonElement item)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "default"
            && item.TryGetProperty("template", out var template) && template.ValueKind == JsonValueKind.String;
}
