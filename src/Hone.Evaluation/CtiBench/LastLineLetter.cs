namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTIBench's parser of multiple choice: only the last line counts, or the one before where the last is empty. It begins with "A)" to
/// "D)": that letter. It ends with a capital A to D: that letter, be it of a word. It ends with "**": the third character from
/// the end. Otherwise the whole text is the answer. Where the publisher's code fails - a text of one empty line, a line
/// "**" - there is none.
/// </summary>
internal static class LastLineLetter
{
    public static string? Parse(string text)
    {
        var cut = text.LastIndexOf('\n');
        var last = text[(cut + 1)..].TrimEnd();
        if (last.Length > 0)
            return last == "**" ? null : FromLine(last) ?? text;
        if (cut < 0)
            return null;
        var before = cut == 0 ? "" : text[(text.LastIndexOf('\n', cut - 1) + 1)..cut].TrimEnd();
        return before == "**" ? null : FromLine(before) ?? text;
    }

    private static string? FromLine(string line) =>
        line is [>= 'A' and <= 'D', ')', ..] ? line[..1]
        : line is [.., >= 'A' and <= 'D'] ? line[^1..]
        : line.EndsWith("**", StringComparison.Ordinal) ? line[^3..^2] : null;
}
