using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>map, select, reject and their attr forms: the filter or test to apply comes by name.</summary>
internal static class SelectionFilters
{
    public static object? Map(RenderState state, object? value, Arguments arguments)
    {
        var items = Sequences.Iterate(state, value);
        if (arguments.Positional.Count == 0)
        {
            var bound = arguments.Bind("map", 0, ["attribute", "default"]);
            if (!bound.Has(0))
                throw new TemplateProblem("map() needs a filter or an attribute");
            return new TemplateList([.. items.Select(item => WithDefault(Members.Path(state, item, bound[0]), bound))]);
        }
        var filter = FilterList.Find(Name("map", arguments));
        var rest = arguments.Skip(1);
        return new TemplateList([.. items.Select(item => filter(state, item, rest))]);
    }

    public static object? Select(RenderState state, object? value, Arguments arguments, bool byAttribute, bool keep)
    {
        var items = Sequences.Iterate(state, value);
        object? attribute = null;
        if (byAttribute)
        {
            attribute = arguments.Positional.Count > 0 ? arguments.Positional[0] : throw new TemplateProblem("selectattr() and rejectattr() need an attribute");
            arguments = arguments.Skip(1);
        }
        var test = arguments.Positional.Count > 0 ? TestList.Find(Name("select", arguments)) : (_, item, _) => ValueOrder.IsTrue(item);
        var rest = arguments.Positional.Count > 0 ? arguments.Skip(1) : arguments;
        return new TemplateList([.. items.Where(item => test(state, byAttribute ? Members.Path(state, item, attribute) : item, rest) == keep)]);
    }

    public static object? Attribute(RenderState state, object? value, Arguments arguments) =>
        Members.Attribute(value, arguments.Bind("attr", 1, ["name"]).Text(0));

    private static object? WithDefault(object? value, BoundArguments bound) => value is Undefined && bound.Has(1) ? bound[1] : value;

    private static string Name(string filter, Arguments arguments) =>
        arguments.Positional[0] as string ?? throw new TemplateProblem($"{filter}() takes the name of a filter or test, not {ValueText.KindOf(arguments.Positional[0])}");
}
