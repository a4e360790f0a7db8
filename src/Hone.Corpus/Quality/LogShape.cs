namespace Hone.Corpus.Quality;

/// <summary>Whether a text is a log: most of its lines begin with a time, a number, a brace or a tag of an event.</summary>
internal static class LogShape
{
    private const int MostLines = 40;

    /// <summary>Dates as programs of old write them begin with the month or the day of the week.</summary>
    private static readonly string[] Names = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun ", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static bool Fits(ReadOnlySpan<char> text)
    {
        int lines = 0, fitting = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
                continue;
            fitting += IsEvent(line) ? 1 : 0;
            if (++lines == MostLines)
                break;
        }
        return lines > 0 && fitting * 10 >= lines * 7;
    }

    private static bool IsEvent(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("[<\"-( ");
        if (line.Length < 12)
            return false;
        if (line[0] is '{' or '<' || line.StartsWith("CEF:", StringComparison.Ordinal) || line.StartsWith("type=", StringComparison.Ordinal) || line.StartsWith("Event", StringComparison.Ordinal))
            return line[..Math.Min(400, line.Length)].ContainsAny(":=") && line.ContainsAnyInRange('0', '9');
        foreach (string name in Names)
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[..12].ContainsAnyInRange('0', '9');
        // A time since 1970, a number of the event.
        if (line.IndexOfAnyExceptInRange('0', '9') >= 5)
            return true;
        int digits = 0, parts = 0;
        foreach (char c in line[..12])
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            parts += c is ':' or '-' or '/' or '.' ? 1 : 0;
        }
        return char.IsAsciiDigit(line[0]) && (digits >= 8 || (digits >= 5 && parts >= 2));
    }
}
