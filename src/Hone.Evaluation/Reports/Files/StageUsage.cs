using System.Text.Json;

namespace Hone.Evaluation.Reports.Files;

/// <summary>What a stage cost, over all times it was started.</summary>
internal sealed record StageUsage(string Stage, double WallSeconds, double PeakRssBytes)
{
    public const string FileName = "usage.jsonl";

    /// <summary>Every stage of the run that left a usage file, in the order of their names.</summary>
    public static IReadOnlyList<StageUsage> ReadAll(string run) =>
        [.. Directory.GetDirectories(run).Order(StringComparer.Ordinal).Select(ReadOne).OfType<StageUsage>()];

    private static StageUsage? ReadOne(string stage)
    {
        var path = Path.Combine(stage, FileName);
        if (!File.Exists(path))
            return null;
        double seconds = 0, peak = 0;
        foreach (var line in File.ReadLines(path))
        {
            seconds += Number(line, "wall_seconds");
            peak = double.Max(peak, Number(line, "peak_rss_bytes"));
        }
        return new StageUsage(Path.GetFileName(stage), seconds, peak);
    }

    private static double Number(string line, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0 ? number : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
