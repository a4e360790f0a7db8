using Hone.Core.Tokens.Chat.Jinja.Values;

namespace Hone.Core.Tokens.Chat.Jinja.Library;

/// <summary>Filters that give text. As in Jinja they take any value by its printed form.</summary>
internal static class TextFilters
{
    public static object? String(RenderState state, object? value, Arguments arguments) => Text(state, value);

    public static object? Upper(RenderState state, object? value, Arguments arguments) => Text(state, value).ToUpperInvariant();

    public static object? Lower(RenderState state, object? value, Arguments arguments) => Text(state, value).ToLowerInvariant();

    public static object? Capitalize(RenderState state, object? value, Arguments arguments) => PythonText.Capitalize(Text(state, value));

    public static object? Trim(RenderState state, object? value, Arguments arguments)
    {
        string text = Text(state, value);
        string? characters = arguments.Bind("trim", 0, ["chars"]).TextOrNull(0);
        state.ChargeSearch(text.Length, characters?.Length ?? 1);
        return PythonText.Strip(text, characters);
    }

    /// <summary>Jinja's own title: a capital after a space, a hyphen or an opening bracket, unlike the method of str.</summary>
    public static object? Title(RenderState state, object? value, Arguments arguments)
    {
        char[] text = Text(state, value).ToCharArray();
        bool starts = true;
        for (int i = 0; i < text.Length; i++)
        {
            bool separates = PythonText.IsSpace(text[i]) || "-({[<".Contains(text[i]);
            text[i] = starts ? char.ToUpperInvariant(text[i]) : char.ToLowerInvariant(text[i]);
            starts = separates;
        }
        return new string(text);
    }

    public static object? Replace(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("replace", 2, ["old", "new", "count"]);
        long count = bound[2] is null ? -1 : bound.Integer(2, -1);
        return StringMethods.Replace(state, Text(state, value), Text(state, bound[0]), Text(state, bound[1]), count);
    }

    public static object? Indent(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("indent", 0, ["width", "first", "blank"]);
        string indent = bound[0] as string ?? new string(' ', (int)Math.Clamp(bound.Integer(0, 4), 0, 1000));
        string[] lines = Text(state, value).Split('\n');
        state.ChargeText((long)lines.Length * indent.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            if (i == 0 ? bound.Flag(1) : bound.Flag(2) || lines[i].Length > 0)
                lines[i] = indent + lines[i];
        }
        return string.Join('\n', lines);
    }

    public static object? Escape(RenderState state, object? value, Arguments arguments)
    {
        string text = Text(state, value);
        state.ChargeText(6L * text.Length);
        return text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);
    }

    public static object? ToJson(RenderState state, object? value, Arguments arguments)
    {
        var bound = arguments.Bind("tojson", 0, ["ensure_ascii", "indent", "separators", "sort_keys"]);
        string? indent = bound[1] switch
        {
            null => null,
            string text => text,
            _ => new string(' ', (int)Math.Clamp(bound.Integer(1, 0), 0, 100)),
        };
        string itemSeparator = indent is null ? ", " : ",";
        string keySeparator = ": ";
        if (bound[2] is TemplateList { Count: 2 } separators)
            (itemSeparator, keySeparator) = (Text(state, separators.Items[0]), Text(state, separators.Items[1]));
        return ValueJson.Write(state, value, new ValueJson.Options(indent, itemSeparator, keySeparator, bound.Flag(3), bound.Flag(0)));
    }

    private static string Text(RenderState state, object? value)
    {
        string text = ValueText.Text(state, value);
        state.ChargeText(text.Length);
        return text;
    }
}
