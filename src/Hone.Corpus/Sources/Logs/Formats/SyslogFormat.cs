namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>Syslog, RFC 3164 and 5424: a section is a host, what its programs say in order.</summary>
internal sealed class SyslogFormat : ILogFormat
{
    public string Name => "Syslog";

    public static bool Recognises(IReadOnlyList<string> lines) => lines.Count > 0 && lines.Count(IsSyslog) * 5 >= lines.Count * 4;

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (!SyslogLine.TryRead(line, out SyslogLine syslog))
        {
            if (events.Count == 0 || line[0] is not (' ' or '\t'))
                return "no syslog line (time, host, program)";
            PlainFormat.Continue(events[^1], line);
            return null;
        }
        events.Add(new LogEvent
        {
            Line = number,
            Time = syslog.Time,
            Order = syslog.Order,
            Group = syslog.Host.IsEmpty ? "" : $"Host {syslog.Host}",
            Shape = syslog.Program.ToString(),
            Text = LogText.OneLine(Tell(syslog)),
        });
        return null;
    }

    internal static string Tell(SyslogLine syslog)
    {
        string process = syslog.Process.IsEmpty ? "" : $"[{syslog.Process}]";
        string priority = syslog.PriorityName is { } name ? $" ({name})" : "";
        string who = $"{syslog.Program}{process}{priority}";
        string data = syslog.Data.IsEmpty ? "" : $"{syslog.Data} ";
        return who.Length == 0 ? $"{data}{syslog.Message}" : $"{who}: {data}{syslog.Message}";
    }

    private static bool IsSyslog(string line) => SyslogLine.TryRead(line, out SyslogLine syslog) && !syslog.Program.IsEmpty;
}
