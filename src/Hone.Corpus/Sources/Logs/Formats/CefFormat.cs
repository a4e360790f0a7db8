using System.Globalization;
using System.Text;
using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Formats;

/// <summary>
/// ArcSight's Common Event Format and IBM's LEEF, bare or behind a syslog header. A section is a device. Custom fields get the
/// name that their label gives (cs1Label=Rule cs1=foo is Rule=foo).
/// </summary>
internal sealed class CefFormat : ILogFormat
{
    private static readonly HashSet<string> _times = ["rt", "devTime", "start", "end", "deviceReceiptTime"];

    public string Name => "Security device log";

    public static bool Recognises(IReadOnlyList<string> lines) => lines.Count > 0 && lines.Count(line => Begin(line) >= 0) * 5 >= lines.Count * 4;

    public string? Read(string line, int number, List<LogEvent> events)
    {
        int begin = Begin(line);
        if (begin < 0)
            return "neither CEF:0|... nor LEEF:1.0|...";
        bool leef = line[begin] == 'L';
        int at = begin;
        // CEF: version, vendor, product, product version, class, name, severity. LEEF: version, vendor, product, product version, id, and in 2.0 a delimiter.
        List<string> header = Header(line, ref at, leef ? (line.AsSpan(begin).StartsWith("LEEF:2") ? 6 : 5) : 7);
        if (header.Count < (leef ? 5 : 7))
            return "a header cut off";
        List<(string Name, string Value)> fields = leef ? Leef(line[at..], header.Count > 5 ? header[5] : "") : Cef(line[at..]);
        LogTime time = LogTime.None;
        string order = "";
        if (begin > 0 && SyslogLine.TryRead(line.AsSpan(0, begin).ToString() + "x: x", out SyslogLine syslog))
            (time, order) = (syslog.Time, syslog.Order);
        foreach ((_, string value) in fields.Where(field => _times.Contains(field.Name)))
            if (!time.Dated && (LogClock.TryParse(value, out LogTime stated) || Seconds(value, out stated)))
                (time, order) = (stated, value);
        string name = leef ? header[4] : $"{header[5]} ({header[4]}, severity {header[6]})";
        var text = new StringBuilder(LogText.OneLine(name)).Append(": ");
        foreach ((string field, string value) in fields)
            if (!_times.Contains(field) && value.Length > 0)
                JsonFormat.Append(text, field, value);
        events.Add(new LogEvent
        {
            Line = number,
            Time = time,
            Order = order,
            Group = LogText.OneLine($"{header[1]} {header[2]} {header[3]}", 200),
            Shape = $"{header[1]}|{header[2]}|{header[4]}",
            Text = LogText.OneLine(text.ToString().TrimEnd(':', ' ')),
        });
        return null;
    }

    private static int Begin(string line)
    {
        int cef = line.IndexOf("CEF:", StringComparison.Ordinal);
        if (cef >= 0 && cef < 300 && cef + 5 < line.Length && char.IsAsciiDigit(line[cef + 4]) && (cef == 0 || line[cef - 1] is ' '))
            return cef;
        int leef = line.IndexOf("LEEF:", StringComparison.Ordinal);
        return leef >= 0 && leef < 300 && leef + 6 < line.Length && char.IsAsciiDigit(line[leef + 5]) && (leef == 0 || line[leef - 1] is ' ') ? leef : -1;
    }

    private static bool Seconds(string value, out LogTime time)
    {
        time = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) ? LogClock.FromSeconds(seconds) : LogTime.None;
        return time.Known;
    }

    private static List<string> Header(string line, ref int at, int cells)
    {
        var header = new List<string>();
        while (header.Count < cells && at < line.Length)
        {
            var cell = new StringBuilder();
            for (; at < line.Length && line[at] != '|'; at++)
                cell.Append(line[at] == '\\' && at + 1 < line.Length ? line[++at] : line[at]);
            if (at++ >= line.Length && header.Count < cells - 1)
                break;
            header.Add(cell.ToString().Trim());
        }
        at = Math.Min(at, line.Length);
        return header;
    }

    /// <summary>"key=value key=value": a value may hold spaces and ends where the next key begins; "\=" is no equals sign.</summary>
    private static List<(string, string)> Cef(string extension)
    {
        var fields = new List<(string Name, string Value)>();
        int equals = NextEquals(extension, 0), keyStart = 0;
        while (equals > 0)
        {
            int next = NextEquals(extension, equals + 1);
            int end = next < 0 ? extension.Length : extension.LastIndexOf(' ', next - 1, next - equals);
            if (end <= equals)
                end = next < 0 ? extension.Length : equals + 1;
            fields.Add((extension[keyStart..equals].Trim(), Unescape(extension[(equals + 1)..end].Trim())));
            (keyStart, equals) = (end, next);
        }
        return Labelled(fields);
    }

    private static int NextEquals(string text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '=' && at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '.' or ']'))
                return at;
        }
        return -1;
    }

    private static List<(string, string)> Labelled(List<(string Name, string Value)> fields)
    {
        var labels = fields.Where(field => field.Name.EndsWith("Label", StringComparison.Ordinal) && field.Value.Length > 0).GroupBy(field => field.Name[..^5]).ToDictionary(group => group.Key, group => group.First().Value);
        return [.. fields.Where(field => !field.Name.EndsWith("Label", StringComparison.Ordinal)).Select(field => (labels.GetValueOrDefault(field.Name, field.Name), field.Value))];
    }

    private static string Unescape(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? value.Replace("\\=", "=", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.Ordinal).Replace("\\r", " ", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : value;

    /// <summary>Fields end at a tab, or at the character that version 2 states, as itself or as x09.</summary>
    private static List<(string, string)> Leef(string attributes, string delimiter)
    {
        char end = delimiter.Length == 1 ? delimiter[0]
            : delimiter.StartsWith('x') || delimiter.StartsWith("0x", StringComparison.Ordinal) ? (char)(byte)(int.TryParse(delimiter[(delimiter.IndexOf('x', StringComparison.Ordinal) + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) ? code : '\t')
            : '\t';
        var fields = new List<(string, string)>();
        foreach (string field in attributes.Split(end))
            if (field.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                fields.Add((field[..equals].Trim(), field[(equals + 1)..].Trim()));
        return fields;
    }
}
