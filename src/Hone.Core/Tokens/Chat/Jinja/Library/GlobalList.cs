using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>The functions a template can call without being given them.</summary>
internal static class GlobalList
{
    /// <summary>Jinja's sandbox has the same limit.</summary>
    private const int LongestRange = 100_000;

    public static void AddTo(Scope scope)
    {
        foreach (var function in Functions)
            scope.Set(function.Name, function);
    }

    private static readonly Callable[] Functions =
    [
        new Function("range", 1, ["start", "stop", "step"], (state, arguments) => Range(state, arguments)),
        new Function("raise_exception", 1, ["message"], (state, arguments) => throw new TemplateRefusal(ValueText.Text(state, arguments[0]))),
        new Function("strftime_now", 1, ["format"], (state, arguments) => DateText.Format(state, state.Time.GetLocalNow(), arguments.Text(0))),
        new VariadicFunction("namespace", (state, arguments) =>
        {
            var space = new TemplateNamespace();
            foreach (var (name, value) in Named(state, "namespace", arguments))
                space.Set(name, value);
            return space;
        }),
        new VariadicFunction("dict", (state, arguments) =>
        {
            var map = new TemplateMap();
            foreach (var (name, value) in Named(state, "dict", arguments))
                map.Set(name, value);
            return map;
        }),
    ];

    private static TemplateList Range(RenderState state, BoundArguments arguments)
    {
        long start = arguments.Has(1) ? arguments.Integer(0, 0) : 0;
        long stop = arguments.Has(1) ? arguments.Integer(1, 0) : arguments.Integer(0, 0);
        long step = arguments.Integer(2, 1);
        if (step == 0)
            throw new TemplateProblem("range(): the step cannot be zero");
        Int128 span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        Int128 stride = step > 0 ? step : -(Int128)step;
        Int128 count = span <= 0 ? 0 : (span + stride - 1) / stride;
        if (count > LongestRange)
            throw new TemplateProblem($"range() of more than {LongestRange} numbers");
        state.Charge((long)count);
        return new TemplateList([.. Enumerable.Range(0, (int)count).Select(i => (object?)(start + i * step))]);
    }

    private static IEnumerable<(string Name, object? Value)> Named(RenderState state, string function, Arguments arguments)
    {
        foreach (var value in arguments.Positional)
        {
            if (value is not TemplateMap map)
                throw new TemplateProblem($"{function}() takes dictionaries and named values, not {ValueText.KindOf(value)}");
            foreach (var (key, entry) in map.Entries)
            {
                state.Charge(1);
                yield return (key as string ?? throw new TemplateProblem($"{function}(): names must be strings"), entry);
            }
        }
        foreach (var (name, value) in arguments.Named)
            yield return (name, value);
    }
}
