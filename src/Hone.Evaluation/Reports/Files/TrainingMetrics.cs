using System.Text.Json;
using Hone.Core;

namespace Hone.Evaluation.Reports.Files;

/// <summary>One line of <c>metrics.jsonl</c>: a training step, or a held-out measurement at a step.</summary>
internal sealed record MetricPoint(double Step, IReadOnlyDictionary<string, double> Values)
{
    public double? this[string name] => Values.TryGetValue(name, out var value) ? value : null;
}

/// <summary>What a training wrote about itself while it ran.</summary>
internal static class TrainingMetrics
{
    private const long MostBytes = 512L << 20;

    /// <summary>All points in file order; none where there is no such file. A last line torn by a kill is passed over.</summary>
    public static IReadOnlyList<MetricPoint> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        if (new FileInfo(path).Length > MostBytes)
            throw new UserError($"{path}: too large for a metrics file (most: {MostBytes} bytes)");
        var points = new List<MetricPoint>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            if (Parse(lines[i]) is { } point)
                points.Add(point);
            else if (i < lines.Length - 1)
                throw new UserError($"{path}:{i + 1}: not a metrics line with a step", "The file is damaged: run the training again.");
        }
        return points;
    }

    /// <summary>The points of one series, in order of steps; a step written twice (a resumed run) counts once, the later time.</summary>
    public static IReadOnlyList<(double Step, double Value)> Series(IReadOnlyList<MetricPoint> points, string name)
    {
        var series = new SortedDictionary<double, double>();
        foreach (var point in points)
        {
            if (point[name] is { } value)
                series[point.Step] = value;
        }
        return [.. series.Select(pair => (pair.Key, pair.Value))];
    }

    private static MetricPoint? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var number) && double.IsFinite(number))
                    values[property.Name] = number;
            }
            return values.TryGetValue("step", out var step) ? new MetricPoint(step, values) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
