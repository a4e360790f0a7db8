using System.Text;
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
            if (Value.ValueKind != JsonValueKind.Object)
                throw Wrong("must be an object");
            string name = Name.Length == 0 ? property : $"{Name}.{property}";
            return new JsonField(File, name, Value.TryGetProperty(property, out var value) ? value : default);
        }
    }

    /// <summary>An item of a list, or an entry of an object that is one: for those too many to name each before it is found wrong.</summary>
    public JsonField At(object place, JsonElement value) => new(File, $"{Name}[{place}]", value);

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString() ?? "" : throw Wrong("must be a string");

    /// <summary>UTF-8 of a text that must not be longer than so many bytes.</summary>
    public byte[] Bytes(int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text());
        return bytes.Length <= most ? bytes : throw Wrong($"has {bytes.Length} bytes; {most} is the most");
    }

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

    public UserError Wrong(string problem, string? hint = null) =>
        new($"{File}: {(Name.Length == 0 ? "the file" : Name)} {problem}", hint);
}
