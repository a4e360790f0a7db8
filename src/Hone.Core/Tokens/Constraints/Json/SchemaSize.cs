using System.Text.Json;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>Bounds the nesting and the length of a schema, and finds text that is no Unicode once, rather than wherever it is read.</summary>
internal sealed class SchemaSize
{
    private const int DeepestNesting = 64;
    private const int Longest = 250_000;

    private long _length;

    public void Check(JsonElement element, int depth)
    {
        if (depth > DeepestNesting)
            throw new UserError($"the JSON schema nests deeper than {DeepestNesting} levels");
        try
        {
            Add(element.ValueKind == JsonValueKind.String ? element.GetString() : null);
            foreach (var item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default)
                Check(item, depth + 1);
            foreach (var property in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
            {
                Add(property.Name);
                Check(property.Value, depth + 1);
            }
        }
        catch (InvalidOperationException error)
        {
            throw new UserError("the JSON schema has a text that is no Unicode: half a surrogate pair, or bytes that are no UTF-8", inner: error);
        }
    }

    private void Add(string? text)
    {
        _length += 1 + (text?.Length ?? 0);
        if (_length > Longest)
            throw new UserError($"the JSON schema is longer than {Longest} characters");
    }
}
