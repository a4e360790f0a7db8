namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>The methods of Python's str that templates use.</summary>
internal static class StringMethods
{
    private delegate object? Method(RenderState state, string text, BoundArguments arguments);

    private static readonly Dictionary<string, (int Required, string[] Parameters, Method Run)> Methods = new(StringComparer.Ordinal)
    {
        ["upper"] = (0, [], (_, text, _) => text.ToUpperInvariant()),
        ["lower"] = (0, [], (_, text, _) => text.ToLowerInvariant()),
        ["title"] = (0, [], (_, text, _) => PythonText.Title(text)),
        ["capitalize"] = (0, [], (_, text, _) => PythonText.Capitalize(text)),
        ["strip"] = (0, ["chars"], (state, text, arguments) => PythonText.Strip(text, Characters(state, text, arguments))),
        ["lstrip"] = (0, ["chars"], (state, text, arguments) => PythonText.StripStart(text, Characters(state, text, arguments))),
        ["rstrip"] = (0, ["chars"], (state, text, arguments) => PythonText.StripEnd(text, Characters(state, text, arguments))),
        ["startswith"] = (1, ["prefix"], (_, text, arguments) => Any(arguments, prefix => text.StartsWith(prefix, StringComparison.Ordinal))),
        ["endswith"] = (1, ["suffix"], (_, text, arguments) => Any(arguments, suffix => text.EndsWith(suffix, StringComparison.Ordinal))),
        ["removeprefix"] = (1, ["prefix"], (_, text, arguments) => text.StartsWith(arguments.Text(0), StringComparison.Ordinal) ? text[arguments.Text(0).Length..] : text),
        ["removesuffix"] = (1, ["suffix"], (_, text, arguments) => text.EndsWith(arguments.Text(0), StringComparison.Ordinal) ? text[..^arguments.Text(0).Length] : text),
        ["split"] = (0, ["sep", "maxsplit"], (state, text, arguments) => TextSplit.Forward(state, text, arguments.TextOrNull(0), arguments.Integer(1, -1))),
        ["rsplit"] = (0, ["sep", "maxsplit"], (state, text, arguments) => TextSplit.Backward(state, text, arguments.TextOrNull(0), arguments.Integer(1, -1))),
        ["splitlines"] = (0, ["keepends"], (state, text, arguments) => TextSplit.Lines(state, text, arguments.Flag(0))),
        ["replace"] = (2, ["old", "new", "count"], (state, text, arguments) => Replace(state, text, arguments.Text(0), arguments.Text(1), arguments.Integer(2, -1))),
        ["join"] = (1, ["iterable"], (state, text, arguments) => Join(state, text, arguments[0])),
        ["find"] = (1, ["sub"], (state, text, arguments) => Find(state, text, arguments.Text(0), last: false)),
        ["rfind"] = (1, ["sub"], (state, text, arguments) => Find(state, text, arguments.Text(0), last: true)),
        ["count"] = (1, ["sub"], (state, text, arguments) => Count(state, text, arguments.Text(0))),
        ["isdigit"] = (0, [], (_, text, _) => text.Length > 0 && text.All(char.IsDigit)),
        ["isalpha"] = (0, [], (_, text, _) => text.Length > 0 && text.All(char.IsLetter)),
        ["isalnum"] = (0, [], (_, text, _) => text.Length > 0 && text.All(char.IsLetterOrDigit)),
        ["isspace"] = (0, [], (_, text, _) => text.Length > 0 && text.All(PythonText.IsSpace)),
        ["isupper"] = (0, [], (_, text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower)),
        ["islower"] = (0, [], (_, text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper)),
    };

    public static Callable? Find(string text, string name)
    {
        if (!Methods.TryGetValue(name, out var method))
            return null;
        return new Function(name, method.Required, method.Parameters, (state, arguments) =>
        {
            state.ChargeText(text.Length);
            return method.Run(state, text, arguments);
        });
    }

    public static string Replace(RenderState state, string text, string old, string replacement, long count)
    {
        state.ChargeSearch(text.Length, old.Length);
        if (old.Length == 0)
            throw new TemplateProblem("replace(): the text to replace is empty");
        long found = Count(state, text, old);
        long times = count < 0 ? found : Math.Min(count, found);
        if (times == 0)
            return text;
        state.ChargeText(text.Length + times * ((long)replacement.Length - old.Length));
        if (times == found)
            return text.Replace(old, replacement, StringComparison.Ordinal);
        var result = new System.Text.StringBuilder();
        int from = 0;
        for (; times > 0; times--)
        {
            int place = text.IndexOf(old, from, StringComparison.Ordinal);
            result.Append(text, from, place - from).Append(replacement);
            from = place + old.Length;
        }
        return result.Append(text, from, text.Length - from).ToString();
    }

    public static string Join(RenderState state, string separator, object? iterable)
    {
        var items = Sequences.Iterate(state, iterable);
        foreach (var item in items)
            state.ChargeText(separator.Length + (item as string ?? throw new TemplateProblem($"join() joins strings, not {ValueText.KindOf(item)}")).Length);
        return string.Join(separator, items);
    }

    private static string? Characters(RenderState state, string text, BoundArguments arguments)
    {
        string? characters = arguments.TextOrNull(0);
        state.ChargeSearch(text.Length, characters?.Length ?? 1);
        return characters;
    }

    private static bool Any(BoundArguments arguments, Func<string, bool> holds) =>
        arguments[0] is TemplateList { IsTuple: true } choices
            ? choices.Items.Any(choice => holds(choice as string ?? throw new TemplateProblem($"expected strings, not {ValueText.KindOf(choice)}")))
            : holds(arguments.Text(0));

    private static long Find(RenderState state, string text, string part, bool last)
    {
        state.ChargeSearch(text.Length, part.Length);
        int place = last ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal);
        return place < 0 ? -1 : PythonText.Length(text[..place]);
    }

    private static long Count(RenderState state, string text, string part)
    {
        state.ChargeSearch(text.Length, part.Length);
        return part.Length == 0 ? PythonText.Length(text) + 1 : text.AsSpan().Count(part);
    }
}
