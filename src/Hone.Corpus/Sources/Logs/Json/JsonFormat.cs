using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hone.Corpus.Sources.Logs.Formats;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>
/// Events as JSON objects of any schema. What every one of them has is found by the names that schemas give it: a time, a
/// host, a message, an action. Suricata and CloudTrail are told in their own words.
/// </summary>
internal sealed partial class JsonFormat : ILogFormat
{
    private static readonly string[] _times =
    [
        "@timestamp", "timestamp", "TimeCreated", "EventTime", "eventTime", "time", "ts", "datetime", "date", "created_at", "createdDateTime", "CreationTime", "_time", "event.created", "asctime", "t",
    ];

    private static readonly string[] _hosts = ["host.name", "host.hostname", "host", "hostname", "Hostname", "HostName", "computer_name", "Computer", "agent.hostname", "agent.name", "beat.hostname", "device.hostname", "DeviceName", "kubernetes.pod.name"];

    private static readonly string[] _messages = ["message", "msg", "Message", "event.original", "log", "text", "short_message", "description"];

    private static readonly string[] _kinds = ["event.action", "event_type", "eventType", "eventName", "event.code", "EventID", "action", "type", "event", "category", "operationName", "Operation", "level", "log.level", "severity"];

    public string Name => "JSON log";

    /// <summary>How to make lines of the file's records, or null where it does not look like JSON.</summary>
    public static LogReading? Recognise(LogHead head, Func<ILogFormat> format)
    {
        string first = head.Lines.Count > 0 ? head.Lines[0].TrimStart() : "";
        if (first.Length == 0 || first[0] is not ('{' or '['))
            return null;
        string text = string.Join('\n', head.Lines);
        if (Container().IsMatch(text))
            return new(format(), stream => new JsonRecordLines(stream, 2));
        if (Array().IsMatch(text))
            return new(format(), stream => new JsonRecordLines(stream, 1));
        if (JsonFields.Parse(first, out _) is not null || (head.Lines.Count == 1 && first[0] == '{'))
            return new(format());
        return Indented().IsMatch(text) ? new(format(), stream => new JsonRecordLines(stream, 0)) : null;
    }

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (JsonFields.Parse(line, out string? problem) is not { } fields)
            return problem;
        if (fields.All.Count == 0)
            return "an object without any value";
        events.Add(Tell(fields, number));
        return null;
    }

    internal static LogEvent Tell(JsonFields fields, int number)
    {
        (LogTime time, string order, string? timeName) = Time(fields);
        if (CloudEvents.Tell(fields, number, time, order) is { } cloud)
            return cloud;
        if (NetworkEvents.Tell(fields, number, time, order) is { } network)
            return network;
        string? host = Array(_hosts, fields, out string? hostName), message = Array(_messages, fields, out string? messageName);
        string kind = fields.First(_kinds) ?? "";
        var text = new StringBuilder();
        if (message is not null)
            text.Append(LogText.OneLine(message));
        foreach ((string name, string value) in fields.All)
            if (name != timeName && name != hostName && name != messageName && !IsNoise(name, value))
                Append(text, name, value);
        return new LogEvent
        {
            Line = number,
            Time = time,
            Order = order,
            Group = host is null ? "" : $"Host {LogText.OneLine(host, 200)}",
            Shape = $"json {kind}",
            Text = LogText.OneLine(text.ToString()),
        };
    }

    /// <summary>"; name=value", on one line; behind a space the first.</summary>
    internal static void Append(StringBuilder text, string name, string value)
    {
        if (text.Length > 0)
            text.Append(text[^1] == ' ' ? "" : "; ");
        text.Append(name).Append('=').Append(LogText.OneLine(value));
    }

    internal static (LogTime Time, string Order, string? Name) Time(JsonFields fields)
    {
        foreach (string name in _times)
        {
            if (fields[name] is not { } value)
                continue;
            if (LogClock.TryParse(value, out LogTime time))
                return (time, value, name);
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && LogClock.FromSeconds(seconds) is { Known: true } since)
                return (since, value, name);
        }
        return (LogTime.None, "", null);
    }

    /// <summary>Fields about the shipping of the event, not about the event.</summary>
    internal static bool IsNoise(string name, string value) =>
        value is "0x0" or "{}" || name is "@version" or "_id" or "_index" or "_type" or "_score" or "tags" or "offset" or "port" || name.StartsWith("ecs.", StringComparison.Ordinal)
        || name.StartsWith("agent.", StringComparison.Ordinal) || name.StartsWith("log.offset", StringComparison.Ordinal) || name.StartsWith("input.", StringComparison.Ordinal)
        || name.StartsWith("beat.", StringComparison.Ordinal) || name.EndsWith(".ephemeral_id", StringComparison.Ordinal) || name is "event.ingested" or "event.created" or "event.start" or "event.end" or "event.sequence" or "event.dataset" or "event.module" or "service.type";

    private static string? Array(string[] names, JsonFields fields, out string? found)
    {
        foreach (string name in names)
            if (fields[name] is { } value)
            {
                found = name;
                return value;
            }
        found = null;
        return null;
    }

    [GeneratedRegex("""\A\s*\{\s*"(?:Records|records|events|Events|value|logs|items|data|results|hits)"\s*:\s*\[\s*\{""")]
    private static partial Regex Container();

    [GeneratedRegex("""\A\s*\[\s*\{""")]
    private static partial Regex Array();

    [GeneratedRegex("""\A\s*\{\s*(?:"|\z)""")]
    private static partial Regex Indented();
}
