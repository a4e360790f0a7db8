using System.Globalization;

namespace Hone.Engine.Training.Forecasts;

/// <summary>Memory that a process can still take without others being pushed to the disk.</summary>
internal static class FreeMemory
{
    private const string LinuxFile = "/proc/meminfo", Field = "MemAvailable:";

    public static long Bytes()
    {
        // The runtime knows a container's limit, Linux what is taken by others.
        var info = GC.GetGCMemoryInfo();
        var limit = info.TotalAvailableMemoryBytes;
        return Available() is { } available ? Math.Min(available, limit) : Math.Max(0, limit - info.MemoryLoadBytes);
    }

    private static long? Available()
    {
        if (!File.Exists(LinuxFile) || File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is not { } line)
            return null;
        return long.TryParse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : null;
    }
}
