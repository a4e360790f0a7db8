namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>The methods of a dictionary that only read.</summary>
internal static class MapMethods
{
    public static Callable? Find(TemplateMap map, string name) => name switch
    {
        "get" => new Function("get", 1, ["key", "default"], (_, arguments) => map.TryGet(arguments[0], out var value) ? value : arguments[1]),
        "items" => new Function("items", 0, [], (state, _) => Items(state, map)),
        "keys" => new Function("keys", 0, [], (state, _) => Keys(state, map)),
        "values" => new Function("values", 0, [], (state, _) => Listed(state, map.Values, map.Count)),
        _ => null,
    };

    public static TemplateList Items(RenderState state, TemplateMap map) =>
        Listed(state, map.Entries.Select(entry => new TemplateList([entry.Key, entry.Value], isTuple: true)), map.Count);

    public static TemplateList Keys(RenderState state, TemplateMap map) => Listed(state, map.Keys, map.Count);

    private static TemplateList Listed(RenderState state, IEnumerable<object?> items, int count)
    {
        state.Charge(count);
        return new TemplateList([.. items]);
    }
}

/// <summary>The methods of a list that only read.</summary>
internal static class ListMethods
{
    public static Callable? Find(TemplateList list, string name) => name switch
    {
        "index" => new Function("index", 1, ["value"], (state, arguments) =>
        {
            int place = Places(state, list, arguments[0]).FirstOrDefault(-1);
            return place >= 0 ? (long)place : throw new TemplateProblem("index(): the list has no such element");
        }),
        "count" => new Function("count", 1, ["value"], (state, arguments) => (long)Places(state, list, arguments[0]).Count()),
        _ => null,
    };

    private static IEnumerable<int> Places(RenderState state, TemplateList list, object? value)
    {
        state.Charge(list.Count);
        return Enumerable.Range(0, list.Count).Where(place => ValueOrder.AreEqual(state, list.Items[place], value));
    }
}
