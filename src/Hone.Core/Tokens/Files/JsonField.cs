using System.Text.Json;

namespace Hone.Core.Tokens.Files;

/// <summary>A value of a JSON file together with its name, so that every complaint says where.</summary>
internal readonly record struct JsonField(string File, string Name, JsonElement Value)
{
    public bool IsNull => Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The property, or a null field where it is absent.</summary>
    public JsonField this[string property]
    {
        get
        {
            string name = Name.Length == 0 ? property : $"{Name}.{property}";
            if (Value.ValueKind != JsonValueKind.Object)
                throw Wrong("must be an object");
            return new JsonField(File, name, Value.TryGetProperty(property, out var value) ? value : default);
        }
    }

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString() ?? "" : throw Wrong("must be a string");

    public int Number(int max) => (int)LongNumber(max);

    public long LongNumber(long max)
    {
        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out long number) && number >= 0 && number <= max)
            return number;
        throw Wrong($"must be a whole number from 0 to {max}");
    }

    public bool Flag(bool absent) => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => absent,
        _ => throw Wrong("must be true or false"),
    };

    public IEnumerable<JsonField> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Wrong("must be a list");
        int index = 0;
        foreach (var item in Value.EnumerateArray())
            yield return new JsonField(File, $"{Name}[{index++}]", item);
    }

    public IEnumerable<(string Key, JsonField Field)> Properties()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Wrong("must be an object");
        foreach (var property in Value.EnumerateObject())
            yield return (property.Name, new JsonField(File, $"{Name}[\"{property.Name}\"]", property.Value));
    }

    public UserError Wrong(string problem, string? hint = null) =>
        new($"{File}: {(Name.Length == 0 ? "the file" : Name)} {problem}", hint);
}
