using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>value is name(arguments).</summary>
internal delegate bool Test(RenderState state, object? value, Arguments arguments);

/// <summary>All tests by name: one line each.</summary>
internal static class TestList
{
    private static readonly Dictionary<string, Test> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = (_, value, _) => value is not Undefined,
        ["undefined"] = (_, value, _) => value is Undefined,
        ["none"] = (_, value, _) => value is null,
        ["boolean"] = (_, value, _) => value is bool,
        ["true"] = (_, value, _) => value is true,
        ["false"] = (_, value, _) => value is false,
        ["string"] = (_, value, _) => value is string,
        ["number"] = (_, value, _) => Arithmetic.IsNumber(value),
        ["integer"] = (_, value, _) => value is long,
        ["float"] = (_, value, _) => value is double,
        ["mapping"] = (_, value, _) => value is TemplateMap,
        ["iterable"] = (_, value, _) => value is TemplateList or TemplateMap or string or Undefined,
        ["sequence"] = (_, value, _) => value is TemplateList or TemplateMap or string or Undefined,
        ["callable"] = (_, value, _) => value is Callable,
        ["odd"] = (state, value, _) => Remainder(state, value, 2L) == 1,
        ["even"] = (state, value, _) => Remainder(state, value, 2L) == 0,
        ["divisibleby"] = (state, value, arguments) => Remainder(state, value, Operand(arguments)) == 0,
        ["eq"] = (state, value, arguments) => ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["equalto"] = (state, value, arguments) => ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["=="] = (state, value, arguments) => ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["ne"] = (state, value, arguments) => !ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["!="] = (state, value, arguments) => !ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["lt"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) < 0,
        ["lessthan"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) < 0,
        ["<"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) < 0,
        ["le"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) <= 0,
        ["<="] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) <= 0,
        ["gt"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) > 0,
        ["greaterthan"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) > 0,
        [">"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) > 0,
        ["ge"] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) >= 0,
        [">="] = (state, value, arguments) => ValueOrder.Compare(state, value, Operand(arguments)) >= 0,
        ["in"] = (state, value, arguments) => Sequences.Contains(state, Operand(arguments), value),
        ["sameas"] = (state, value, arguments) => value is bool or null ? Equals(value, Operand(arguments)) : ValueOrder.AreEqual(state, value, Operand(arguments)),
        ["lower"] = (state, value, _) => ValueText.Text(state, value) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (state, value, _) => ValueText.Text(state, value) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
    };

    public static Test Find(string name) => Tests.TryGetValue(name, out var test) ? test : throw new TemplateProblem($"there is no test '{name}'");

    private static object? Operand(Arguments arguments) => arguments.Bind("test", 1, ["other"])[0];

    private static double Remainder(RenderState state, object? value, object? divisor) =>
        Arithmetic.ToDouble(Arithmetic.Apply(state, "%", value, divisor));
}
