using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>Windows events, as lines of JSON or as XML. A section is a computer.</summary>
internal sealed class WindowsFormat(bool xml) : ILogFormat
{
    public string Name => "Windows events";

    public static LogReading? Recognise(LogHead head)
    {
        string start = string.Join('\n', head.Lines.Take(5));
        if (start.StartsWith('<') && start.Contains("<Event", StringComparison.Ordinal) && head.Lines.Any(line => line.Contains("/events/event", StringComparison.Ordinal) || line.Contains("<EventID", StringComparison.Ordinal)))
            return new(new WindowsFormat(xml: true), stream => new XmlRecordLines(stream));
        return JsonFormat.Recognise(head, () => new WindowsFormat(xml: false)) is { } reading && AreWindows(head, reading) ? reading : null;
    }

    public string? Read(string line, int number, List<LogEvent> events)
    {
        string? problem;
        if (xml)
        {
            if (WindowsXml.Parse(line, out problem) is not { } parsed)
                return problem;
            events.Add(WindowsStory.Tell(parsed, number));
            return null;
        }
        if (JsonFields.Parse(line, out problem) is not { } fields)
            return problem;
        events.Add(WindowsJson.Parse(fields) is { } happened ? WindowsStory.Tell(happened, number) : JsonFormat.Tell(fields, number));
        return null;
    }

    /// <summary>Judged by the records at the beginning, made lines of as the file will be.</summary>
    private static bool AreWindows(LogHead head, LogReading reading)
    {
        LogRecords records = LogRecords.Of(head, reading);
        return records.Objects.Count > 0 && records.Objects.Count(fields => WindowsJson.Parse(fields) is not null) * 2 >= records.Objects.Count;
    }
}
