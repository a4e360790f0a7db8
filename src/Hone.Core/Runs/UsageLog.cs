using System.Diagnostics;
using System.Text.Json;
using Hone.Core.Documents;

namespace Hone.Core.Runs;

/// <summary>
/// Writes one line of usage.jsonl: at the start of an attempt a line with no costs, which its end replaces.
/// So even an attempt that was killed has left its line.
/// </summary>
public sealed class UsageLog
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly long _offset;
    private readonly DateTimeOffset _started;
    private readonly long _startStamp;
    private readonly TimeSpan _startCpu;

    private UsageLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _started = time.GetUtcNow();
        _startStamp = time.GetTimestamp();
        _startCpu = Environment.CpuUsage.TotalTime;
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _offset = EndOfLastLine(file);
        WriteAt(file, new StageUsage { Started = _started });
    }

    internal static UsageLog Start(string path, TimeProvider time) => new(path, time);

    internal void Finish(bool completed, StageForecast forecast)
    {
        using var process = Process.GetCurrentProcess();
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        WriteAt(file, new StageUsage
        {
            Started = _started,
            WallSeconds = _time.GetElapsedTime(_startStamp).TotalSeconds,
            CpuSeconds = (Environment.CpuUsage.TotalTime - _startCpu).TotalSeconds,
            PeakRssBytes = process.PeakWorkingSet64,
            ForecastSeconds = forecast.Seconds,
            ForecastBytes = forecast.Bytes,
            Completed = completed,
        });
    }

    /// <summary>Attempts so far, oldest first.</summary>
    public static IEnumerable<StageUsage> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (JsonLine line in JsonLineReader.Read(path))
            yield return JsonSerializer.Deserialize(line.Utf8.Span, RunJson.Line.StageUsage) ?? throw line.Error("not a usage record");
    }

    private void WriteAt(FileStream file, StageUsage usage)
    {
        file.SetLength(Math.Min(_offset, file.Length));
        file.Seek(0, SeekOrigin.End);
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(usage, RunJson.Line.StageUsage), (byte)'\n']);
    }

    /// <summary>A line cut in half by a kill is written over.</summary>
    private static long EndOfLastLine(FileStream file)
    {
        long end = file.Length;
        while (end > 0)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
                break;
            end--;
        }
        return end;
    }
}
