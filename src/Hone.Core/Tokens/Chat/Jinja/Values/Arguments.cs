namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>What a call was given: values by place, then values by name in their order.</summary>
internal sealed class Arguments(IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> named)
{
    public static readonly Arguments None = new([], []);

    public IReadOnlyList<object?> Positional => positional;

    public IReadOnlyList<KeyValuePair<string, object?>> Named => named;

    public bool TryGetNamed(string name, out object? value)
    {
        foreach (var pair in named)
        {
            if (pair.Key == name)
            {
                value = pair.Value;
                return true;
            }
        }
        value = null;
        return false;
    }

    /// <summary>The same without the first <paramref name="count"/> values by place.</summary>
    public Arguments Skip(int count) => new([.. positional.Skip(count)], named);

    public BoundArguments Bind(string function, int required, string[] parameters)
    {
        if (positional.Count > parameters.Length)
            throw new TemplateProblem($"{function}() takes at most {parameters.Length} arguments, not {positional.Count}");
        var values = new object?[parameters.Length];
        var given = new bool[parameters.Length];
        for (int i = 0; i < positional.Count; i++)
            (values[i], given[i]) = (positional[i], true);
        foreach (var (name, value) in named)
        {
            int place = Array.IndexOf(parameters, name);
            if (place < 0 || given[place])
                throw new TemplateProblem($"{function}() got an argument '{name}' that it {(place < 0 ? "does not know" : "already has")}");
            (values[place], given[place]) = (value, true);
        }
        for (int i = 0; i < required; i++)
        {
            if (!given[i])
                throw new TemplateProblem($"{function}() needs the argument '{parameters[i]}'");
        }
        return new BoundArguments(function, parameters, values, given);
    }
}

/// <summary>Arguments laid out by parameter.</summary>
internal readonly struct BoundArguments(string function, string[] parameters, object?[] values, bool[] given)
{
    public object? this[int index] => values[index];

    public bool Has(int index) => given[index];

    public string Text(int index) => values[index] as string ?? throw Wrong(index, "a string");

    /// <summary>The text, or null where it was left out or is none.</summary>
    public string? TextOrNull(int index) => values[index] is null ? null : Text(index);

    public long Integer(int index, long absent) => !given[index] ? absent : values[index] switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => throw Wrong(index, "a whole number"),
    };

    public bool Flag(int index) => given[index] && ValueOrder.IsTrue(values[index]);

    private TemplateProblem Wrong(int index, string wanted) =>
        new($"{function}(): '{parameters[index]}' must be {wanted}, not {ValueText.KindOf(values[index])}");
}
