using System.Buffers;
using System.Text.RegularExpressions;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// The letter that openbench takes for the answer to a multiple-choice question, whatever its case: after one of the words answer,
/// choice, option or select, the next a to d on the line that ends a word; else the first "A)"; else one at the start of the text;
/// else one that stands alone; else the first a to d of any word. Each step takes one pass over the text.
/// </summary>
internal static partial class FirstLetter
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDabcd");
    private static readonly string[] Words = ["answer", "choice", "option", "select"];

    public static string? Parse(string text)
    {
        var at = AfterWord(text);
        foreach (var pattern in (Regex[])[Bracketed(), Leading(), Alone()])
        {
            if (at < 0 && pattern.Match(text) is { Success: true } match)
                at = match.Groups[1].Index;
        }
        if (at < 0)
            at = text.AsSpan().IndexOfAny(Letters);
        return at < 0 ? null : char.ToUpperInvariant(text[at]).ToString();
    }

    // The first of the words on a line sees all that a later one would: one look at each line is enough.
    private static int AfterWord(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
            var line = text.AsSpan(start, end - start);
            var from = FirstWordEnd(line);
            for (var i = from; from >= 0 && i < line.Length; i++)
            {
                if (line[i] is (>= 'A' and <= 'D') or (>= 'a' and <= 'd') && (i + 1 == line.Length || !IsWord(line[i + 1])))
                    return start + i;
            }
            start = end + 1;
        }
        return -1;
    }

    private static int FirstWordEnd(ReadOnlySpan<char> line)
    {
        int first = -1, end = -1;
        foreach (var word in Words)
        {
            var at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && (first < 0 || at < first))
                (first, end) = (at, at + word.Length);
        }
        return end;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    [GeneratedRegex(@"\b([ABCDabcd])\)")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\A([ABCDabcd])(?:[.:\s]|\z)")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\b([ABCDabcd])(?:[.:\s]|\z)")]
    private static partial Regex Alone();
}
