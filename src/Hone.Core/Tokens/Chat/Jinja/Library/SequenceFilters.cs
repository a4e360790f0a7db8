using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>Filters over lists, dictionaries and texts as they stand.</summary>
internal static class SequenceFilters
{
    public static object? Default(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("default", 0, ["default_value", "boolean"]);
        bool missing = value is Undefined || bound.Flag(1) && !ValueOrder.IsTrue(value);
        return !missing ? value : bound.Has(0) ? bound[0] : "";
    }

    public static object? Length(RenderState state, object? value, Arguments arguments) => Sequences.Length(state, value);

    public static object? List(RenderState state, object? value, Arguments arguments) => new TemplateList(Sequences.Iterate(state, value));

    public static object? First(RenderState state, object? value, Arguments arguments) =>
        Sequences.Iterate(state, value) is [var first, ..] ? first : new Undefined("first");

    public static object? Last(RenderState state, object? value, Arguments arguments) =>
        Sequences.Iterate(state, value) is [.., var last] ? last : new Undefined("last");

    public static object? Join(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("join", 0, ["d", "attribute"]);
        string separator = bound.Has(0) ? ValueText.Text(state, bound[0]) : "";
        var texts = new List<string>();
        foreach (var item in Sequences.Iterate(state, value))
        {
            string text = ValueText.Text(state, bound[1] is null ? item : Members.Path(state, item, bound[1]));
            state.ChargeText(separator.Length + text.Length);
            texts.Add(text);
        }
        return string.Join(separator, texts);
    }

    public static object? Reverse(RenderState state, object? value, Arguments arguments)
    {
        var reversed = Sequences.Iterate(state, value).Reverse();
        return value is string ? string.Concat(reversed) : new TemplateList([.. reversed]);
    }

    public static object? Items(RenderState state, object? value, Arguments arguments) => value switch
    {
        TemplateMap map => MapMethods.Items(state, map),
        Undefined => TemplateList.Empty,
        _ => throw new TemplateProblem($"items: {ValueText.KindOf(value)} is no dictionary"),
    };
}
