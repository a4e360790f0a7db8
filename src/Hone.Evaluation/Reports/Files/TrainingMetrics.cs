using System.Text.Json.Nodes;
using Hone.Core.Runs;

namespace Hone.Evaluation.Reports.Files;

/// <summary>One line of <c>metrics.jsonl</c>: a training step, or a held-out measurement at a step.</summary>
internal sealed record MetricPoint(double Step, IReadOnlyDictionary<string, double> Values)
{
    public double? this[string name] => Values.TryGetValue(name, out var value) ? value : null;
}

/// <summary>What a training wrote about itself while it ran.</summary>
internal static class TrainingMetrics
{
    /// <summary>All points in file order; none where there is no such file.</summary>
    public static IReadOnlyList<MetricPoint> Read(string path) => [.. MetricsLog.Read(path).Select(ToPoint).OfType<MetricPoint>()];

    /// <summary>The points of one series, in order of steps; of a step written twice the later counts.</summary>
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

    private static MetricPoint? ToPoint(JsonObject line)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, node) in line)
        {
            if (node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number))
                values[name] = number;
        }
        return values.TryGetValue("step", out var step) && step >= 0 ? new MetricPoint(step, values) : null;
    }
}
