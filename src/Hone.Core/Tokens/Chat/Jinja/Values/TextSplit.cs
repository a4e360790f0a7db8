namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>split, rsplit and splitlines of Python's str: without a separator, runs of white space separate and the ends are dropped.</summary>
internal static class TextSplit
{
    public static TemplateList Forward(RenderState state, string text, string? separator, long most)
    {
        Pay(state, text, separator);
        most = most < 0 ? long.MaxValue : most;
        var parts = new List<object?>();
        if (separator is null)
            return BySpace(state, text, most);
        int from = 0;
        for (int place; parts.Count < most && (place = text.IndexOf(separator, from, StringComparison.Ordinal)) >= 0; from = place + separator.Length)
            parts.Add(text[from..place]);
        parts.Add(text[from..]);
        return Listed(state, parts);
    }

    private static TemplateList BySpace(RenderState state, string text, long most)
    {
        var parts = new List<object?>();
        int from = SkipSpace(text, 0);
        while (from < text.Length && parts.Count < most)
        {
            int end = from;
            while (end < text.Length && !PythonText.IsSpace(text[end]))
                end++;
            parts.Add(text[from..end]);
            from = SkipSpace(text, end);
        }
        if (from < text.Length)
            parts.Add(text[from..]);
        return Listed(state, parts);
    }

    private static int SkipSpace(string text, int place)
    {
        while (place < text.Length && PythonText.IsSpace(text[place]))
            place++;
        return place;
    }

    public static TemplateList Backward(RenderState state, string text, string? separator, long most)
    {
        if (separator is null || most < 0)
            return most < 0 ? Forward(state, text, separator, -1) : throw new TemplateProblem("rsplit() with maxsplit needs a separator");
        Pay(state, text, separator);
        var parts = new List<object?>();
        int to = text.Length;
        while (parts.Count < most && to >= separator.Length)
        {
            int place = text.AsSpan(0, to).LastIndexOf(separator);
            if (place < 0)
                break;
            parts.Add(text[(place + separator.Length)..to]);
            to = place;
        }
        parts.Add(text[..to]);
        parts.Reverse();
        return Listed(state, parts);
    }

    public static TemplateList Lines(RenderState state, string text, bool keepEnds)
    {
        var lines = new List<object?>();
        for (int from = 0; from < text.Length;)
        {
            int end = text.AsSpan(from).IndexOfAny(LineEnds);
            end = end < 0 ? text.Length : from + end;
            int next = end < text.Length ? end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1) : end;
            lines.Add(text[from..(keepEnds ? next : end)]);
            from = next;
        }
        return Listed(state, lines);
    }

    private static readonly System.Buffers.SearchValues<char> LineEnds = System.Buffers.SearchValues.Create("\n\r\v\f\x1C\x1D\x1E\x85\u2028\u2029");

    private static void Pay(RenderState state, string text, string? separator)
    {
        if (separator is "")
            throw new TemplateProblem("split(): the separator is empty");
        state.ChargeSearch(text.Length, separator?.Length ?? 1);
    }

    private static TemplateList Listed(RenderState state, List<object?> parts)
    {
        state.Charge(parts.Count);
        return new TemplateList(parts);
    }
}
