using System.Text;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>The JSON objects at the beginning of a file, for formats that are told by their fields.</summary>
internal sealed record LogRecords(IReadOnlyList<JsonFields> Objects)
{
    private const int Most = 20;

    public static LogRecords Of(LogHead head, LogReading reading)
    {
        using Stream lines = reading.Lines?.Invoke(new MemoryStream(head.Bytes)) ?? new MemoryStream(head.Bytes);
        using var reader = new StreamReader(lines, Encoding.UTF8);
        var objects = new List<JsonFields>();
        for (int i = 0; i < Most && reader.ReadLine() is { } line; i++)
            if (JsonFields.Parse(line.TrimStart('\uFEFF'), out _) is { } fields)
                objects.Add(fields);
        return new(objects);
    }
}
