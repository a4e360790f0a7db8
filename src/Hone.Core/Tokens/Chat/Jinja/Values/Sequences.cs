namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>Values that can be walked: lists, the keys of dictionaries, the characters of texts; undefined is empty.</summary>
internal static class Sequences
{
    public static IReadOnlyList<object?> Iterate(RenderState state, object? value)
    {
        switch (value)
        {
            case TemplateList list:
                state.Charge(list.Count);
                return list.Items;
            case TemplateMap map:
                return MapMethods.Keys(state, map).Items;
            case string text:
                state.Charge(text.Length);
                return PythonText.Characters(text);
            case Undefined:
                return [];
            default:
                throw new TemplateProblem($"{ValueText.KindOf(value)} cannot be walked through");
        }
    }

    public static long Length(RenderState state, object? value)
    {
        switch (value)
        {
            case TemplateList list:
                return list.Count;
            case TemplateMap map:
                return map.Count;
            case string text:
                state.ChargeText(text.Length);
                return PythonText.Length(text);
            case Undefined:
                return 0;
            default:
                throw new TemplateProblem($"{ValueText.KindOf(value)} has no length");
        }
    }

    public static bool Contains(RenderState state, object? value, object? part)
    {
        switch (value)
        {
            case string text:
                string needle = part as string ?? throw new TemplateProblem($"a string cannot contain {ValueText.KindOf(part)}");
                state.ChargeSearch(text.Length, needle.Length);
                return text.Contains(needle, StringComparison.Ordinal);
            case TemplateMap map:
                return map.TryGet(part, out _);
            default:
                foreach (var item in Iterate(state, value))
                {
                    if (ValueOrder.AreEqual(state, item, part))
                        return true;
                }
                return false;
        }
    }
}
