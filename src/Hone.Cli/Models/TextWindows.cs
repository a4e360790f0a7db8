namespace Hone.Cli.Models;

/// <summary>Tokens Start..End are read, those from First on are scored.</summary>
internal readonly record struct TextWindow(int Start, int First, int End);

/// <summary>Cuts a token sequence into windows that fit the context and score every token from <c>first</c> on exactly once.</summary>
internal static class TextWindows
{
    public static IEnumerable<TextWindow> Of(int length, int first, int context)
    {
        var overlap = Math.Max(1, context / 2);
        while (first < length)
        {
            // The first window begins at the beginning where it can; the last token of a window is only predicted.
            var start = first <= overlap ? 0 : first - overlap;
            var end = Math.Min(length, start + context + 1);
            yield return new TextWindow(start, first, end);
            first = end;
        }
    }
}
