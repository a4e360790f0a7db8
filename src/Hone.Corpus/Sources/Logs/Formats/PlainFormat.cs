namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>Lines of any program: a time where there is one, and the rest as it is. Lines that are indented, or have no time where others do, go on with the event before.</summary>
internal sealed class PlainFormat(bool timed) : ILogFormat
{
    private const int MostDetail = 3000;

    public string Name => "Log";

    /// <summary>At least half of the lines begin with a time.</summary>
    public static bool AreTimed(IReadOnlyList<string> lines) => lines.Count > 0 && lines.Count(line => FindTime(line, out _, out _).Start >= 0) * 2 >= lines.Count;

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (string.IsNullOrWhiteSpace(line))
            return null;
        (int start, int length) = FindTime(line, out LogTime time, out string order);
        if (events.Count > 0 && start < 0 && (timed || line[0] is ' ' or '\t'))
            Continue(events[^1], line);
        else
            events.Add(new LogEvent { Line = number, Time = time, Order = order, Text = LogText.OneLine(start <= 0 ? line.AsSpan(length) : string.Concat(line.AsSpan(0, start), line.AsSpan(start + length).TrimStart())) });
        return null;
    }

    internal static void Continue(LogEvent before, string line)
    {
        if ((before.Detail?.Length ?? 0) < MostDetail)
            before.Detail = before.Detail is null ? LogText.Block(line) : $"{before.Detail}\n{LogText.Block(line)}";
    }

    /// <summary>At the beginning, or behind up to three short words (a file, a host, a flag).</summary>
    private static (int Start, int Length) FindTime(ReadOnlySpan<char> line, out LogTime time, out string order)
    {
        int at = 0;
        for (int words = 0; words <= 3; words++)
        {
            int length = LogClock.Read(line[at..], out time, out order);
            if (length > 0)
                return (at, length);
            int space = line.Slice(at, Math.Min(line.Length - at, 80)).IndexOf(' ');
            if (space < 0)
                break;
            at += space + 1;
        }
        (time, order) = (LogTime.None, "");
        return (-1, 0);
    }
}
