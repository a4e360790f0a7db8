using System.Globalization;
using Hone.Corpus.Sources.Logs.Formats;
using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>
/// Windows events in the JSON that collectors make: flat as NXLog, Logstash and the OTRF data sets have them, Winlogbeat's (winlog.*, in
/// older versions at the top), and the XML turned into JSON (Event.System, Event.EventData).
/// </summary>
internal static class WindowsJson
{
    /// <summary>What collectors add, and what only repeats the kind of event.</summary>
    private static readonly HashSet<string> _collector = new(StringComparer.OrdinalIgnoreCase)
    {
        "EventID", "Channel", "Hostname", "Computer", "SourceName", "ProviderName", "Provider", "ProviderGuid", "Message", "Keywords", "Level", "LevelName", "Task", "TaskName", "Opcode", "OpcodeValue", "Version", "Category", "Severity",
        "SeverityValue", "EventType", "RecordNumber", "EventRecordID", "ExecutionProcessID", "ExecutionThreadID", "ThreadID", "EventTime", "EventReceivedTime", "TimeCreated", "@timestamp", "@version", "timestamp", "UtcTime", "tags", "host", "port",
        "SourceModuleName", "SourceModuleType", "UserID", "AccountType", "ActivityID", "RelatedActivityID", "EventTypeOrignal", "type", "_id", "_index", "MoreDetails", "SystemTime", "Qualifiers", "MessageSourceAddress",
    };

    public static WindowsEvent? Parse(JsonFields fields)
    {
        if (fields.First("winlog.event_id", "event_id") is { } beat && fields.First("winlog.channel", "log_name") is not null)
            return Beat(fields, beat);
        if (fields.First("Event.System.EventID", "Event.System.EventID.#text", "Event.System.EventID._") is { } converted)
            return Converted(fields, converted);
        return fields.First("EventID", "EventId", "event_id") is { } flat && fields.First("Channel", "SourceName", "ProviderName", "ProviderGuid", "channel") is not null ? Flat(fields, flat) : null;
    }

    private static WindowsEvent? Flat(JsonFields fields, string id)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        string channel = fields.First("Channel", "channel") ?? "";
        // NXLog's own account fields repeat the event's in most channels; in the System channel AccountName is the service's.
        bool system = channel.Equals("System", StringComparison.OrdinalIgnoreCase);
        (LogTime time, string order) = Time(fields, "TimeCreated", "EventTime", "UtcTime", "@timestamp");
        return new WindowsEvent
        {
            Id = number,
            Time = time,
            Order = order,
            Channel = channel,
            Provider = fields.First("SourceName", "ProviderName") ?? "",
            Computer = fields.First("Hostname", "Computer", "host") ?? "",
            Message = fields["Message"],
            Data = [.. fields.All.Where(field => !_collector.Contains(field.Name) && (system || field.Name is not ("AccountName" or "Domain"))).OrderBy(field => field.Name, StringComparer.Ordinal)],
        };
    }

    private static WindowsEvent? Beat(JsonFields fields, string id)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        (LogTime time, string order) = Time(fields, "@timestamp", "event.created");
        return new WindowsEvent
        {
            Id = number,
            Time = time,
            Order = order,
            Channel = fields.First("winlog.channel", "log_name") ?? "",
            Provider = fields.First("winlog.provider_name", "source_name") ?? "",
            Computer = fields.First("winlog.computer_name", "computer_name", "host.name") ?? "",
            Message = fields["message"],
            Data = Below(fields, "winlog.event_data.", "winlog.user_data.", "event_data.", "user_data."),
        };
    }

    private static WindowsEvent? Converted(JsonFields fields, string id)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        (LogTime time, string order) = Time(fields, "Event.System.TimeCreated.#attributes.SystemTime", "Event.System.TimeCreated.@SystemTime", "Event.System.TimeCreated.SystemTime", "Event.System.TimeCreated_attributes.SystemTime");
        return new WindowsEvent
        {
            Id = number,
            Time = time,
            Order = order,
            Channel = fields["Event.System.Channel"] ?? "",
            Provider = fields.First("Event.System.Provider.#attributes.Name", "Event.System.Provider.@Name", "Event.System.Provider.Name", "Event.System.Provider_attributes.Name") ?? "",
            Computer = fields["Event.System.Computer"] ?? "",
            Data = Below(fields, "Event.EventData.", "Event.UserData."),
        };
    }

    /// <summary>The fields below a prefix; {"Data":[{"@Name":"a","#text":"b"}]} becomes a=b.</summary>
    private static List<(string, string)> Below(JsonFields fields, params string[] prefixes)
    {
        var data = new List<(string, string)>();
        string? name = null;
        foreach ((string path, string value) in fields.All)
        {
            if (Array.Find(prefixes, prefix => path.StartsWith(prefix, StringComparison.Ordinal)) is not { } found || path.Contains("xmlns", StringComparison.Ordinal))
                continue;
            string rest = path[found.Length..];
            if (rest is "Data.@Name" or "Data.Name")
                name = value;
            else if (rest is "Data.#text" or "Data.Text" or "Data._")
                data.Add((name ?? "Data", value));
            else if (!rest.Contains("#attributes", StringComparison.Ordinal))
                data.Add((rest[(rest.LastIndexOf('.') + 1)..], value));
        }
        return data;
    }

    private static (LogTime, string) Time(JsonFields fields, params string[] names)
    {
        foreach (string name in names)
            if (fields[name] is { } value && LogClock.TryParse(value, out LogTime time))
                return (time, value.Replace('T', ' '));
        (LogTime any, string order, _) = JsonFormat.Time(fields);
        return (any, order);
    }
}
