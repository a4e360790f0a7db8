using System.Globalization;
using Hone.Evaluation.Logs;

namespace Hone.Cli.Verbs;

/// <summary>The headline scores of an evaluation as lines a person reads.</summary>
internal static class ScoreTable
{
    public static void Write(TextWriter writer, EvalLog log)
    {
        var rows = log.Scores.Where(s => s.Part is null).Select(Row).Prepend(["set", "protocol", "metric", "value", "interval", "n", "trivial"]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(r => r[column].Length)).ToArray();
        foreach (var row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Row(ScoreRow score) =>
    [
        score.Name,
        score.Protocol,
        score.Metric,
        Number(score.Value),
        score.Low is null ? "" : $"{Number(score.Low)} to {Number(score.High)}",
        score.N.ToString(CultureInfo.InvariantCulture),
        string.Join(", ", score.Baselines.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => $"{b.Key} {Number(b.Value)}")),
    ];

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
