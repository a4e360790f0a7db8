namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>a[i] and a[start:stop:step] of lists and texts; places before the beginning count from the end.</summary>
internal static class Slicing
{
    public static object? Slice(RenderState state, object? value, object? start, object? stop, object? step)
    {
        switch (value)
        {
            case TemplateList list:
                state.Charge(list.Count);
                return new TemplateList([.. Places(list.Count, start, stop, step).Select(place => list.Items[place])], list.IsTuple);
            case string text:
                state.ChargeText(text.Length);
                var characters = HasPairs(text) ? PythonText.Characters(text) : null;
                var places = Places(characters?.Count ?? text.Length, start, stop, step);
                if (characters is not null)
                    return string.Concat(places.Select(place => characters[place]));
                return string.Concat(places.Select(place => text[place]));
            case Undefined missing:
                throw missing.Used();
            default:
                throw new TemplateProblem($"{ValueText.KindOf(value)} cannot be sliced");
        }
    }

    /// <summary>The element, or null where the place is outside; where text is asked for, the character.</summary>
    public static bool TryElement(RenderState state, object? value, long place, out object? element)
    {
        element = null;
        if (value is TemplateList list)
        {
            place = place < 0 ? place + list.Count : place;
            if (place < 0 || place >= list.Count)
                return false;
            element = list.Items[(int)place];
            return true;
        }
        if (value is not string text)
            return false;
        if (HasPairs(text))
            return TryElement(state, new TemplateList(PythonText.Characters(text)), place, out element);
        place = place < 0 ? place + text.Length : place;
        if (place < 0 || place >= text.Length)
            return false;
        element = text[(int)place].ToString();
        return true;

        bool HasPairs(string text)
        {
            state.ChargeText(text.Length);
            return Slicing.HasPairs(text);
        }
    }

    private static bool HasPairs(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static IEnumerable<int> Places(int length, object? start, object? stop, object? step)
    {
        long stride = Bound(step) ?? 1;
        if (stride == 0)
            throw new TemplateProblem("the step of a slice cannot be zero");
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? length : length - 1;
        long from = Clamp(Bound(start), stride > 0 ? lowest : highest);
        long to = Clamp(Bound(stop), stride > 0 ? highest : lowest);
        return Walk(from, to, stride);

        long Clamp(long? place, long absent) => place is { } given ? Math.Clamp(given < 0 ? given + length : given, lowest, highest) : absent;
    }

    private static IEnumerable<int> Walk(long from, long to, long stride)
    {
        // Adding saturates: a stride near the end of the number range must not wrap.
        for (long place = from; stride > 0 ? place < to : place > to; place += Math.Clamp(stride, -int.MaxValue, int.MaxValue))
            yield return (int)place;
    }

    private static long? Bound(object? value) => value switch
    {
        null => null,
        long number => Math.Clamp(number, int.MinValue, int.MaxValue),
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateProblem($"the bounds of a slice must be whole numbers, not {ValueText.KindOf(value)}"),
    };
}
