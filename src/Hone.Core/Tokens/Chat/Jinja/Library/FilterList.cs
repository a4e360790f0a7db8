using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>value | name(arguments).</summary>
internal delegate object? Filter(RenderState state, object? value, Arguments arguments);

/// <summary>All filters by name: one line each.</summary>
internal static class FilterList
{
    private static readonly Dictionary<string, Filter> Filters = new(StringComparer.Ordinal)
    {
        ["trim"] = TextFilters.Trim,
        ["upper"] = TextFilters.Upper,
        ["lower"] = TextFilters.Lower,
        ["title"] = TextFilters.Title,
        ["capitalize"] = TextFilters.Capitalize,
        ["replace"] = TextFilters.Replace,
        ["indent"] = TextFilters.Indent,
        ["string"] = TextFilters.String,
        ["safe"] = TextFilters.String,
        ["escape"] = TextFilters.Escape,
        ["e"] = TextFilters.Escape,
        ["tojson"] = TextFilters.ToJson,
        ["int"] = NumberFilters.Int,
        ["float"] = NumberFilters.Float,
        ["abs"] = NumberFilters.Abs,
        ["round"] = NumberFilters.Round,
        ["sum"] = NumberFilters.Sum,
        ["default"] = SequenceFilters.Default,
        ["d"] = SequenceFilters.Default,
        ["length"] = SequenceFilters.Length,
        ["count"] = SequenceFilters.Length,
        ["list"] = SequenceFilters.List,
        ["first"] = SequenceFilters.First,
        ["last"] = SequenceFilters.Last,
        ["join"] = SequenceFilters.Join,
        ["reverse"] = SequenceFilters.Reverse,
        ["items"] = SequenceFilters.Items,
        ["map"] = SelectionFilters.Map,
        ["select"] = (state, value, arguments) => SelectionFilters.Select(state, value, arguments, byAttribute: false, keep: true),
        ["reject"] = (state, value, arguments) => SelectionFilters.Select(state, value, arguments, byAttribute: false, keep: false),
        ["selectattr"] = (state, value, arguments) => SelectionFilters.Select(state, value, arguments, byAttribute: true, keep: true),
        ["rejectattr"] = (state, value, arguments) => SelectionFilters.Select(state, value, arguments, byAttribute: true, keep: false),
        ["attr"] = SelectionFilters.Attribute,
        ["sort"] = OrderFilters.Sort,
        ["dictsort"] = OrderFilters.DictSort,
        ["unique"] = OrderFilters.Unique,
        ["min"] = OrderFilters.Min,
        ["max"] = OrderFilters.Max,
    };

    public static Filter Find(string name) => Filters.TryGetValue(name, out var filter) ? filter : throw new TemplateProblem($"there is no filter '{name}'");
}
