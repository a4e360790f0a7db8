using System.Text.Json;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints.Json;

/// <summary>Lists: prefixItems in their order, then items. Where there are prefixItems and no items, no more follow.</summary>
internal static class ArrayForm
{
    public static readonly string[] Keywords = ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"];

    private const int MostItems = 10_000;

    public static Pattern Make(SchemaCompiler compiler, SchemaField schema)
    {
        if (schema.Has("uniqueItems") && schema["uniqueItems"].Value.ValueKind != JsonValueKind.False)
            throw schema["uniqueItems"].Wrong("is not supported");
        int least = schema.Count("minItems", 0, MostItems);
        int? most = schema.Has("maxItems") ? schema.Count("maxItems", 0, MostItems) : null;
        var items = schema.Has("prefixItems") ? schema["prefixItems"].Items().Select(compiler.Value).ToList() : [];
        var more = More(compiler, schema, hasPrefix: items.Count > 0);
        if (more is null)
            most = Math.Min(most ?? items.Count, items.Count);
        if (most < least)
            throw schema.Wrong($"asks for at least {least} items and allows only {most}");
        items = [.. items.Take(most ?? items.Count)];
        int listed = most ?? least;
        while (items.Count < listed && more is not null)
            items.Add(more);
        var elements = new Pattern.Elements(items, least, most is null ? more : null, JsonText.Comma);
        return Pattern.Then(Pattern.Text("["), StartsWithExtra(elements) ? Extras(elements) : elements, Pattern.Text("]"));
    }

    /// <summary>What follows the first ones, null for nothing; a rule of its own, since it may be needed many times.</summary>
    private static Pattern? More(SchemaCompiler compiler, SchemaField schema, bool hasPrefix)
    {
        if (!schema.Has("items"))
            return hasPrefix ? null : compiler.Anything();
        var field = schema["items"];
        if (field.Value.ValueKind == JsonValueKind.Array)
            throw field.Wrong("must be a schema; a list of schemas is called prefixItems");
        return field.Value.ValueKind == JsonValueKind.False ? null : compiler.Rule(field.Path, () => compiler.Value(field));
    }

    private static bool StartsWithExtra(Pattern.Elements elements) => elements.Items.Count == 0 && elements.Extra is not null;

    /// <summary>Only extra ones, and none of them has to be there: the first comes without a separator.</summary>
    private static Pattern.Elements Extras(Pattern.Elements elements) => elements with { Items = [elements.Extra ?? Pattern.Never] };
}
