using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>
/// Makes a pattern of a JSON schema (the draft of 2020-12). Everything the pattern allows is valid by the schema; where JSON has many ways to
/// write a value, or the schema leaves all open, the pattern takes the usual one: properties in the schema's order, no white space but one
/// space after ',' and ':' or none, numbers of at most 18 digits.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly string[] AllTypes = ["object", "array", "string", "number", "boolean", "null"];

    private readonly SchemaField _root;
    private readonly Dictionary<string, Pattern> _rules = new(StringComparer.Ordinal);
    private readonly Queue<SchemaField> _waiting = new();

    private SchemaCompiler(JsonElement root) => _root = new SchemaField("#", root);

    public static Grammar Compile(JsonElement schema)
    {
        new SchemaSize().Check(schema, 0);
        var compiler = new SchemaCompiler(schema);
        var root = compiler.Value(compiler._root);
        while (compiler._waiting.TryDequeue(out var waiting))
            compiler._rules[waiting.Path] = compiler.Value(waiting);
        return new Grammar("the JSON schema", root) { Rules = compiler._rules };
    }

    /// <summary>Any value that the schema allows.</summary>
    public Pattern Value(SchemaField schema)
    {
        if (schema.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return schema.Value.ValueKind == JsonValueKind.True ? Anything() : Pattern.Never;
        if (!schema.IsObject)
            throw schema.Wrong("must be an object, true or false");
        if (schema.Has("$ref"))
            return Reference(schema);
        if (schema.Has("const") || schema.Has("enum"))
            return Constants(schema);
        if (schema.Has("allOf"))
            return All(schema);
        if (schema.Has("anyOf"))
            return Any(schema, "anyOf");
        if (schema.Has("oneOf"))
        {
            new OneOfCheck(Resolve).Check(schema["oneOf"]);
            return Any(schema, "oneOf");
        }
        return Typed(schema);
    }

    /// <summary>A rule of this name, made when it is first asked for.</summary>
    public Pattern Rule(string name, Func<Pattern> make)
    {
        if (!_rules.ContainsKey(name))
        {
            // What is being made may speak of itself.
            _rules[name] = Pattern.Never;
            _rules[name] = make();
        }
        return new Pattern.Rule(name);
    }

    /// <summary>Any JSON value at all.</summary>
    public Pattern Anything() => Rule("any value", () => Pattern.OneOf(AllTypes.Select(type => OfType(type, new SchemaField("#", EmptySchema)))));

    private static readonly JsonElement EmptySchema = JsonElement.Parse("{}");

    private Pattern Typed(SchemaField schema)
    {
        schema.Only("", ["type", .. ObjectForm.Keywords, .. ArrayForm.Keywords, .. StringForm.Keywords, .. NumberForm.Keywords]);
        string[] types = schema.Has("type") ? Types(schema["type"]) : ImpliedTypes(schema);
        return types.Length == 0 ? Anything() : Pattern.OneOf(types.Select(type => OfType(type, schema)));
    }

    private Pattern OfType(string type, SchemaField schema) => type switch
    {
        "object" => ObjectForm.Make(this, schema),
        "array" => ArrayForm.Make(this, schema),
        "string" => StringForm.Make(this, schema),
        "integer" => NumberForm.Integer(schema),
        "number" => NumberForm.Number(schema),
        "boolean" => Pattern.OneOf([Pattern.Text("true"), Pattern.Text("false")]),
        _ => Pattern.Text("null"),
    };

    public static string[] Types(SchemaField field)
    {
        string[] types = field.Value.ValueKind == JsonValueKind.Array ? [.. field.Items().Select(item => item.Text())] : [field.Text()];
        foreach (string type in types)
        {
            if (type != "integer" && !AllTypes.Contains(type))
                throw field.Wrong($"has the type \"{type}\", which is none");
        }
        // A whole number is a number: saying it twice would leave two ways open for the same text.
        return types.Contains("number") ? [.. types.Where(type => type != "integer").Distinct()] : [.. types.Distinct()];
    }

    /// <summary>Without a type, the keywords tell which is meant; none for any.</summary>
    private static string[] ImpliedTypes(SchemaField schema) =>
    [
        .. new (string Type, string[] Keywords)[] { ("object", ObjectForm.Keywords), ("array", ArrayForm.Keywords), ("string", StringForm.Keywords), ("number", NumberForm.Keywords) }
            .Where(pair => pair.Keywords.Any(schema.Has)).Select(pair => pair.Type),
    ];

    private static Pattern Constants(SchemaField schema)
    {
        schema.Only(" beside enum and const", "const", "enum", "type");
        if (schema.Has("const") && schema.Has("enum"))
            throw schema["const"].Wrong("is not supported beside enum");
        var values = schema.Has("const") ? [schema["const"]] : schema["enum"].Items().ToList();
        if (schema.Has("type"))
        {
            string[] types = Types(schema["type"]);
            values.RemoveAll(value => !types.Any(type => JsonText.IsOfType(value.Value, type)));
        }
        if (values.Count == 0)
            throw schema.Wrong("allows no value");
        return Pattern.OneOf(values.Select(value => JsonText.Constant(value.Value)));
    }

    private Pattern Any(SchemaField schema, string keyword)
    {
        schema.Only($" beside {keyword}", keyword);
        var choices = schema[keyword].Items().Select(Value).ToList();
        return choices.Count > 0 ? Pattern.OneOf(choices) : throw schema[keyword].Wrong("is empty");
    }

    private Pattern All(SchemaField schema)
    {
        schema.Only(" beside allOf", "allOf");
        return schema["allOf"].Items().ToList() is [var only] ? Value(only) : throw schema["allOf"].Wrong("with more than one schema is not supported");
    }

    private Pattern.Rule Reference(SchemaField schema)
    {
        schema.Only(" beside $ref", "$ref");
        var target = Resolve(schema["$ref"]);
        if (_rules.TryAdd(target.Path, Pattern.Never))
            _waiting.Enqueue(target);
        return new Pattern.Rule(target.Path);
    }

    /// <summary>The schema that a JSON pointer such as "#/$defs/name" leads to.</summary>
    private SchemaField Resolve(SchemaField reference)
    {
        string pointer = reference.Text();
        if (pointer != "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
            throw reference.Wrong($"is \"{pointer}\"; only references within the schema are supported: \"#/$defs/name\"");
        var place = _root.Value;
        string path = "#";
        foreach (string part in pointer.Split('/').Skip(1))
        {
            string name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            bool found = place.ValueKind == JsonValueKind.Object
                ? place.TryGetProperty(name, out place)
                : place.ValueKind == JsonValueKind.Array && int.TryParse(name, out int index) && index < place.GetArrayLength() && index >= 0 && Take(ref place, index);
            if (!found)
                throw reference.Wrong($"is \"{pointer}\", and there is nothing");
            path = $"{path}/{SchemaField.Escape(name)}";
        }
        return new SchemaField(path, place);

        static bool Take(ref JsonElement list, int index)
        {
            list = list[index];
            return true;
        }
    }
}
