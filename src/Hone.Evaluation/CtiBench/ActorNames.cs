namespace Hone.Evaluation.CtiBench;

/// <summary>
/// Finds the first known actor in an answer, the longest name where several begin there. Words are looked up, not letters: "elf" is not
/// found in "itself". Only the beginning of an answer is searched, more than a model of the benchmark may write.
/// </summary>
internal sealed class ActorNames(IEnumerable<string> names)
{
    private const int Searched = 1 << 16;

    private readonly ILookup<string, string> byFirstWord = names.Select(ActorGraph.Normal).Distinct(StringComparer.Ordinal)
        .Where(name => name.Length > 2 && name != "nan")
        .OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
        .ToLookup(name => name[..WordEnd(name, 0)], StringComparer.Ordinal);

    /// <summary>The whole answer where it is one known name; null where it holds none.</summary>
    public string? First(string answer)
    {
        var text = ActorGraph.Normal(answer.Length > Searched ? answer[..Searched] : answer);
        for (var start = 0; start < text.Length; start = NextWord(text, start))
        {
            foreach (var name in byFirstWord[text[start..WordEnd(text, start)]])
            {
                if (text.AsSpan(start).StartsWith(name, StringComparison.Ordinal) && !GoesOn(text, start + name.Length))
                    return name;
            }
        }
        return null;
    }

    private static bool GoesOn(string text, int at) => at < text.Length && char.IsLetterOrDigit(text[at]);

    private static int WordEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
            end++;
        return end;
    }

    private static int NextWord(string text, int start)
    {
        var next = int.Max(WordEnd(text, start), start + 1);
        while (next < text.Length && !char.IsLetterOrDigit(text[next]))
            next++;
        return next;
    }
}
