using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Documents;

namespace Hone.Core.Runs;

/// <summary>
/// metrics.jsonl of a stage: one JSON object a line, handed to the system line by line, so that a killed stage loses at most half a line.
/// A resumed stage cuts off what it will write again.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private readonly FileStream _file;

    private MetricsLog(FileStream file) => _file = file;

    /// <summary>
    /// Opens the log to append, keeping the lines from its start on for which <paramref name="keepWhile"/> holds of their "step"
    /// (a line without one is kept). The first line that fails it, or is no whole JSON object, is cut off with everything after it.
    /// </summary>
    public static MetricsLog OpenAt(string path, Func<long, bool> keepWhile)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(KeptBytes(file, keepWhile));
        file.Seek(0, SeekOrigin.End);
        return new MetricsLog(file);
    }

    public void Append(JsonObject line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        _file.Flush();
    }

    /// <summary>Appends a step with its numbers; one that is not finite becomes null, which JSON has instead.</summary>
    public void Append(long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        var line = new JsonObject { ["step"] = step };
        foreach ((string name, double value) in values)
            line[name] = double.IsFinite(value) ? JsonValue.Create(value) : null;
        Append(line);
    }

    /// <summary>Lines written so far; a half line at the end, from a stage that was killed or is running, is left out.</summary>
    public static IEnumerable<JsonObject> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (JsonLine line in JsonLineReader.Read(path))
        {
            if (Parse(line.Utf8.Span) is not { } entry)
                yield break;
            yield return entry;
        }
    }

    private static long KeptBytes(FileStream file, Func<long, bool> keepWhile)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        long kept = 0;
        while (reader.ReadLine() is { } line)
        {
            long end = kept + Encoding.UTF8.GetByteCount(line) + 1;
            bool whole = end <= file.Length && Parse(Encoding.UTF8.GetBytes(line)) is { } entry
                && (entry["step"] is not JsonValue value || !value.TryGetValue(out long step) || keepWhile(step));
            if (!whole)
                break;
            kept = end;
        }
        return kept;
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
