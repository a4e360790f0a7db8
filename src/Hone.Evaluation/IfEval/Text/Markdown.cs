namespace Hone.Evaluation.IfEval.Text;

/// <summary>Bullets and highlights as the publisher's patterns find them, read once from left to right.</summary>
internal static class Markdown
{
    /// <summary>Lines that begin with '*' (and no second one) or with '-', after any space.</summary>
    public static int CountBullets(string text) => CountMarked(text, '*') + CountMarked(text, '-');

    /// <summary>*single* and **double** ones with something in them; a double one counts as both where its stars allow, as there.</summary>
    public static int CountHighlights(string text) => CountSingle(text) + CountDouble(text);

    private static int CountMarked(string text, char marker)
    {
        var count = 0;
        for (var at = 0; at >= 0 && at < text.Length; at = NextLine(text, at))
        {
            while (at < text.Length && PythonText.IsSpace(text[at]))
                at++;
            if (at >= text.Length)
                break;
            // A lone '*' at a line's end takes the next line for its text.
            var needs = marker == '*' ? 1 : 0;
            if (text[at] != marker || at + needs >= text.Length || (needs > 0 && text[at + 1] == '*'))
                continue;
            count++;
            at += needs + 1;
            if (at >= text.Length)
                break;
        }
        return count;
    }

    private static int NextLine(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end + 1 : -1;

    private static int CountSingle(string text)
    {
        var count = 0;
        for (var at = 0; (at = text.IndexOf('*', at)) >= 0;)
        {
            var end = EndOfRun(text, at + 1);
            if (end < 0)
                break;
            count += text[end] == '*' && !PythonText.IsBlank(text.AsSpan(at + 1, end - at - 1)) ? 1 : 0;
            at = end + 1;
        }
        return count;
    }

    private static int CountDouble(string text)
    {
        var count = 0;
        for (var at = 0; (at = text.IndexOf("**", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = EndOfRun(text, at + 2);
            if (end < 0)
                break;
            if (text[end] == '*' && end + 1 < text.Length && text[end + 1] == '*')
            {
                count += PythonText.IsBlank(text.AsSpan(at + 2, end - at - 2)) ? 0 : 1;
                at = end + 2;
            }
            else
                at++;
        }
        return count;
    }

    /// <summary>The next '*' or line end from here; -1 for neither.</summary>
    private static int EndOfRun(string text, int from) => from >= text.Length ? -1 : text.AsSpan(from).IndexOfAny('*', '\n') is var run and >= 0 ? from + run : -1;
}
