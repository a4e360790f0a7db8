using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Nodes;

internal enum ArgumentKind
{
    Positional,
    Named,

    /// <summary>*list</summary>
    Spread,

    /// <summary>**dictionary</summary>
    NamedSpread,
}

/// <summary>Arguments as written in the template.</summary>
internal sealed class ArgumentList(IReadOnlyList<(ArgumentKind Kind, string Name, Expression Value)> items)
{
    public static readonly ArgumentList Empty = new([]);

    public Arguments Evaluate(RenderState state, Scope scope)
    {
        if (items.Count == 0)
            return Arguments.None;
        var positional = new List<object?>();
        var named = new List<KeyValuePair<string, object?>>();
        foreach (var (kind, name, expression) in items)
        {
            object? value = expression.Evaluate(state, scope);
            switch (kind)
            {
                case ArgumentKind.Positional:
                    positional.Add(value);
                    break;
                case ArgumentKind.Named:
                    named.Add(new(name, value));
                    break;
                case ArgumentKind.Spread:
                    positional.AddRange(Sequences.Iterate(state, value));
                    break;
                default:
                    AddNamed(state, named, value);
                    break;
            }
        }
        return new Arguments(positional, named);
    }

    private static void AddNamed(RenderState state, List<KeyValuePair<string, object?>> named, object? value)
    {
        if (value is not TemplateMap map)
            throw new TemplateProblem($"** takes a dictionary, not {ValueText.KindOf(value)}");
        foreach (var (key, entry) in map.Entries)
        {
            state.Charge(1);
            named.Add(new(key as string ?? throw new TemplateProblem("** takes a dictionary with strings as keys"), entry));
        }
    }
}
