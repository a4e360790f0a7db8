using System.Text.Json;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>
/// oneOf means that exactly one schema holds. That is sure where no value can satisfy two of them: their types differ, or their constants do,
/// or both are objects that require the same property with different constants. Anything else is refused rather than taken for anyOf.
/// </summary>
internal sealed class OneOfCheck(Func<SchemaField, SchemaField> resolve)
{
    private const int LongestChain = 20;
    private const int MostSchemas = 200;

    public void Check(SchemaField oneOf)
    {
        var schemas = oneOf.Items().Select(Follow).ToList();
        if (schemas.Count > MostSchemas)
            throw oneOf.Wrong($"has more than {MostSchemas} schemas", "Use anyOf, which does not have to tell them all apart.");
        for (int first = 0; first < schemas.Count; first++)
        {
            for (int second = first + 1; second < schemas.Count; second++)
            {
                if (!AreApart(schemas[first], schemas[second]))
                    throw oneOf.Wrong($"has schemas {first} and {second} that one value may satisfy both", "Use anyOf, or give each a required property with a const of its own.");
            }
        }
    }

    private bool AreApart(SchemaField left, SchemaField right)
    {
        if (!left.IsObject || !right.IsObject)
            return left.Value.ValueKind == JsonValueKind.False || right.Value.ValueKind == JsonValueKind.False;
        if (Types(left) is { } leftTypes && Types(right) is { } rightTypes && !leftTypes.Overlaps(rightTypes))
            return true;
        if (Constants(left) is { } leftValues && Constants(right) is { } rightValues)
            return !leftValues.Overlaps(rightValues);
        return Required(left).Intersect(Required(right)).Any(name =>
            Property(left, name) is { } a && Property(right, name) is { } b && Constants(a) is { } ours && Constants(b) is { } theirs && !ours.Overlaps(theirs));
    }

    private SchemaField Follow(SchemaField schema)
    {
        for (int links = 0; schema.IsObject && schema.Has("$ref"); links++)
        {
            if (links > LongestChain)
                throw schema.Wrong("refers to itself with nothing between");
            schema = resolve(schema["$ref"]);
        }
        return schema;
    }

    /// <summary>Types that a value may have, or null where that is not plain to see.</summary>
    private static HashSet<string>? Types(SchemaField schema)
    {
        if (Constants(schema) is not null)
            return [.. Values(schema).Select(value => value.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "boolean" : Kind(value.Value))];
        if (schema.Has("anyOf") || schema.Has("oneOf") || schema.Has("allOf"))
            return null;
        // Keywords without a type hold for values of all other types as well.
        return schema.Has("type") ? [.. SchemaCompiler.Types(schema["type"]).Select(type => type == "integer" ? "number" : type)] : null;
    }

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();

    /// <summary>The values allowed, or null where there is no list of them. Numbers may be written in many ways, so only strings are sure to differ.</summary>
    private static HashSet<string>? Constants(SchemaField schema)
    {
        if (!schema.IsObject || !schema.Has("const") && !schema.Has("enum"))
            return null;
        var values = Values(schema).ToList();
        return values.TrueForAll(value => value.Value.ValueKind == JsonValueKind.String) ? [.. values.Select(value => value.Text())] : null;
    }

    private static IEnumerable<SchemaField> Values(SchemaField schema) => schema.Has("const") ? [schema["const"]] : schema["enum"].Items();

    private static IEnumerable<string> Required(SchemaField schema) => schema.Has("required") ? schema["required"].Items().Select(item => item.Text()) : [];

    private SchemaField? Property(SchemaField schema, string name) =>
        schema.Has("properties") && schema["properties"].IsObject && schema["properties"].Has(name) ? Follow(schema["properties"][name]) : null;
}
