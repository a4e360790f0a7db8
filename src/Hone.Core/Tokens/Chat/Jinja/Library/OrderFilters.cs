using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>Filters that order: strings without regard to case unless told otherwise, and always stable.</summary>
internal static class OrderFilters
{
    public static object? Sort(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("sort", 0, ["reverse", "case_sensitive", "attribute"]);
        return new TemplateList(Ordered(state, Sequences.Iterate(state, value), item => Key(state, item, bound[2], bound.Flag(1)), bound.Flag(0)));
    }

    public static object? DictSort(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("dictsort", 0, ["case_sensitive", "by", "reverse"]);
        if (value is not TemplateMap map)
            throw new TemplateProblem($"dictsort: {ValueText.KindOf(value)} is no dictionary");
        long place = (bound.TextOrNull(1) ?? "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new TemplateProblem("dictsort: 'by' must be 'key' or 'value'"),
        };
        return new TemplateList(Ordered(state, MapMethods.Items(state, map).Items, item => Key(state, item, place, bound.Flag(0)), bound.Flag(2)));
    }

    public static object? Unique(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("unique", 0, ["case_sensitive", "attribute"]);
        var kept = new List<object?>();
        var seen = new List<object?>();
        foreach (var item in Sequences.Iterate(state, value))
        {
            object? key = Key(state, item, bound[1], bound.Flag(0));
            state.Charge(seen.Count);
            if (seen.Exists(other => ValueOrder.AreEqual(state, key, other)))
                continue;
            seen.Add(key);
            kept.Add(item);
        }
        return new TemplateList(kept);
    }

    public static object? Min(RenderState state, object? value, Arguments arguments) => Extreme(state, "min", value, arguments, reverse: false);

    public static object? Max(RenderState state, object? value, Arguments arguments) => Extreme(state, "max", value, arguments, reverse: true);

    private static object? Extreme(RenderState state, string name, object? value, Arguments arguments, bool reverse)
    {
        var bound = arguments.Bind(name, 0, ["case_sensitive", "attribute"]);
        var ordered = Ordered(state, Sequences.Iterate(state, value), item => Key(state, item, bound[1], bound.Flag(0)), reverse);
        return ordered.Count == 0 ? new Undefined(name) : ordered[0];
    }

    private static List<object?> Ordered(RenderState state, IReadOnlyList<object?> items, Func<object?, object?> key, bool reverse)
    {
        state.Charge(items.Count * (long)(1 + System.Numerics.BitOperations.Log2((uint)items.Count + 1)));
        var comparer = Comparer<object?>.Create((left, right) => ValueOrder.Compare(state, left, right));
        try
        {
            return [.. reverse ? items.OrderByDescending(key, comparer) : items.OrderBy(key, comparer)];
        }
        catch (InvalidOperationException error) when (error.InnerException is TemplateProblem problem)
        {
            // Sorting wraps what a comparison throws.
            throw problem;
        }
    }

    private static object? Key(RenderState state, object? item, object? attribute, bool caseSensitive)
    {
        object? key = attribute is null ? item : Members.Path(state, item, attribute);
        if (key is not string text || caseSensitive)
            return key;
        state.ChargeText(text.Length);
        return text.ToLowerInvariant();
    }
}
