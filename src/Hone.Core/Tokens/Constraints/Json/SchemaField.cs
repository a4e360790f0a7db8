using System.Text.Json;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>A part of a schema with its JSON pointer, so that every complaint says where.</summary>
internal readonly record struct SchemaField(string Path, JsonElement Value)
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$schema", "$id", "$anchor", "$comment", "$defs", "definitions",
    };

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>The keywords that say something about a value.</summary>
    public IEnumerable<string> Keywords() => Value.EnumerateObject().Select(property => property.Name).Where(name => !Annotations.Contains(name));

    public bool Has(string keyword) => Value.TryGetProperty(keyword, out _);

    public SchemaField this[string keyword] => new($"{Path}/{keyword}", Value.GetProperty(keyword));

    public IEnumerable<SchemaField> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Wrong("must be a list");
        var field = this;
        return Value.EnumerateArray().Select((item, place) => new SchemaField($"{field.Path}/{place}", item));
    }

    public IEnumerable<(string Name, SchemaField Field)> Properties()
    {
        if (!IsObject)
            throw Wrong("must be an object");
        var field = this;
        return Value.EnumerateObject().Select(property => (property.Name, new SchemaField($"{field.Path}/{Escape(property.Name)}", property.Value)));
    }

    /// <summary>A name as a JSON pointer writes it.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString() ?? "" : throw Wrong("must be a string");

    public int Count(string keyword, int absent, int most)
    {
        if (!Has(keyword))
            return absent;
        var field = this[keyword];
        return field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out int number) && number >= 0 && number <= most
            ? number
            : throw field.Wrong($"must be a whole number from 0 to {most}");
    }

    /// <summary>Refuses every keyword that is not one of these.</summary>
    public void Only(string with, params ReadOnlySpan<string> keywords)
    {
        foreach (string keyword in Keywords())
        {
            if (!keywords.Contains(keyword))
                throw this[keyword].Wrong($"is not supported{with}", "docs/reference/constraints.md lists the keywords.");
        }
    }

    public UserError Wrong(string problem, string? hint = null) => new($"the JSON schema: {(Path == "#" ? "the whole" : Path)} {problem}", hint);
}
