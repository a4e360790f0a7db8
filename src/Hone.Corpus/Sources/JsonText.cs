using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>Reads foreign JSON without trusting its shape: what is missing or of another kind is null or empty.</summary>
internal static class JsonText
{
    private const int MaxFileBytes = 1 << 30;

    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public static bool Flag(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.True };

    public static double? Number(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) ? number : null;

    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>The strings of an array, or of a single string.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, string name)
    {
        if (element.Text(name) is { } single)
            return [single];
        if (element.Child(name) is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0)
            return [];
        var texts = new List<string>(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text)
                texts.Add(text);
        return texts;
    }

    /// <summary>What is read from a whole JSON file. Half a surrogate pair, which JSON allows and text does not, is an error of the file.</summary>
    public static T Read<T>(string path, Func<JsonElement, T> read)
    {
        using JsonDocument json = ReadFile(path);
        try
        {
            return read(json.RootElement);
        }
        catch (InvalidOperationException e)
        {
            throw new UserError($"{path}: text that is not Unicode: half of a surrogate pair", "Fetch the file again.", e);
        }
    }

    /// <summary>A whole JSON file; the error names the line.</summary>
    public static JsonDocument ReadFile(string path)
    {
        byte[] content = InputFile.ReadAll(path, MaxFileBytes);
        try
        {
            return JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{e.LineNumber + 1}: not JSON: {Brief(e)}", "Fetch the file again.", e);
        }
    }

    /// <summary>One line of JSON Lines, which must be an object.</summary>
    public static JsonDocument ReadLine(JsonLine line)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(line.Utf8);
        }
        catch (JsonException e)
        {
            throw line.Error($"not JSON: {Brief(e)}", e);
        }
        return json.RootElement.ValueKind == JsonValueKind.Object ? json : throw line.Error("not a JSON object");
    }

    /// <summary>The message without the parser's own position.</summary>
    private static string Brief(JsonException e) => e.Message.Split(" LineNumber:")[0];
}
