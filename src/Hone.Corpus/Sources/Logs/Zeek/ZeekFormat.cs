using System.Buffers;
using System.Globalization;
using System.Text;
using Hone.Corpus.Sources.Logs.Formats;
using Hone.Corpus.Sources.Logs.Json;

namespace Hone.Corpus.Sources.Logs.Zeek;

/// <summary>Zeek's logs as JSON lines.</summary>
internal sealed class ZeekJsonFormat(string fileName) : ILogFormat
{
    public string Name => $"Zeek {ZeekRecord.Stem(fileName)} log";

    public static LogReading? Recognise(LogHead head)
    {
        if (JsonFormat.Recognise(head, () => new ZeekJsonFormat(head.Name)) is not { } reading)
            return null;
        LogRecords records = LogRecords.Of(head, reading);
        return records.Objects.Count > 0 && records.Objects.Count(fields => ZeekRecord.From(fields, head.Name) is not null) * 2 >= records.Objects.Count ? reading : null;
    }

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (JsonFields.Parse(line, out string? problem) is not { } fields)
            return problem;
        if (fields.All.Count == 0)
            return "an object without any value";
        events.Add(ZeekRecord.From(fields, fileName) is { } record ? ZeekStory.Tell(record, number) : JsonFormat.Tell(fields, number));
        return null;
    }
}

/// <summary>Zeek's own logs: tab-separated, named by a header that may change in the middle of a file.</summary>
internal sealed class ZeekTableFormat : ILogFormat
{
    private char _separator = '\t';
    private string _empty = "(empty)";
    private string _unset = "-";
    private string _path;
    private string[] _fields = [];
    private string[] _types = [];

    public ZeekTableFormat(string fileName) => _path = ZeekRecord.Stem(fileName);

    private ZeekTableFormat(ZeekTableFormat other) => (_separator, _empty, _unset, _path, _fields, _types) = (other._separator, other._empty, other._unset, other._path, other._fields, other._types);

    public string Name => $"Zeek {_path} log";

    public static LogReading? Recognise(LogHead head) =>
        head.Lines.Count > 0 && head.Lines[0].StartsWith("#separator ", StringComparison.Ordinal) || head.Lines.Take(10).Any(line => line.StartsWith("#fields\t", StringComparison.Ordinal)) ? new(new ZeekTableFormat(head.Name)) : null;

    /// <summary>The header's state is the part's own.</summary>
    public ILogFormat Fresh() => new ZeekTableFormat(this);

    public ILogFormat After(ReadOnlySpan<byte> part)
    {
        int header = part.LastIndexOf("#separator "u8) is >= 0 and var separator ? separator : part.LastIndexOf("#fields"u8);
        if (header < 0)
            return this;
        var after = new ZeekTableFormat(this);
        foreach (string line in Encoding.UTF8.GetString(part.Slice(header, Math.Min(part.Length - header, 1 << 16))).Split('\n').TakeWhile(line => line.StartsWith('#')))
            after.Header(line.TrimEnd('\r'));
        return after;
    }

    public string? Read(string line, int number, List<LogEvent> events)
    {
        if (line[0] == '#')
        {
            Header(line);
            return null;
        }
        if (_fields.Length == 0)
            return "a line before any #fields header";
        string[] values = line.Split(_separator);
        if (values.Length != _fields.Length)
            return string.Create(CultureInfo.InvariantCulture, $"{values.Length} values for {_fields.Length} fields");
        var set = new List<(string, string)>(values.Length);
        for (int i = 0; i < values.Length; i++)
            if (values[i].Length > 0 && values[i] != _unset && values[i] != _empty)
                set.Add((_fields[i], Value(i, values[i])));
        events.Add(ZeekStory.Tell(new ZeekRecord(_path, set), number));
        return null;
    }

    private void Header(string line)
    {
        if (line.StartsWith("#separator ", StringComparison.Ordinal))
        {
            string separator = Unescape(line["#separator ".Length..]);
            _separator = separator.Length == 1 ? separator[0] : '\t';
            return;
        }
        string[] cells = line.Split(_separator);
        switch (cells[0])
        {
            case "#path" when cells.Length > 1:
                _path = cells[1];
                break;
            case "#empty_field" when cells.Length > 1:
                _empty = cells[1];
                break;
            case "#unset_field" when cells.Length > 1:
                _unset = cells[1];
                break;
            case "#fields":
                (_fields, _types) = (cells[1..], []);
                break;
            case "#types":
                _types = cells[1..];
                break;
        }
    }

    /// <summary>Times inside a record (a certificate's, a file's) are seconds.</summary>
    private string Value(int column, string value) =>
        column > 0 && column < _types.Length && _types[column] == "time" && double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && LogClock.FromSeconds(seconds) is { Known: true } time
            ? time.ToString()
            : Unescape(value);

    /// <summary>"\x09" is a tab, "\\" a backslash. Other control characters, and bytes that are no UTF-8, stay as they are written.</summary>
    internal static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var text = new StringBuilder(value.Length);
        Span<byte> run = stackalloc byte[4];
        for (int at = 0; at < value.Length;)
        {
            int length = 0;
            while (length < run.Length && Code(value, at + (4 * length), out run[length]))
                length++;
            if (length > 0 && Rune.DecodeFromUtf8(run[..length], out Rune rune, out int consumed) == OperationStatus.Done && (rune.Value >= 0x20 || rune.Value == '\t'))
            {
                text.Append(rune.ToString());
                at += 4 * consumed;
                continue;
            }
            bool escaped = value[at] == '\\' && at + 1 < value.Length && value[at + 1] == '\\';
            text.Append(value[at]);
            at += escaped ? 2 : 1;
        }
        return text.ToString();
    }

    private static bool Code(string value, int at, out byte code)
    {
        code = 0;
        return at + 3 < value.Length && value[at] == '\\' && value[at + 1] == 'x' && byte.TryParse(value.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
    }
}
