using System.Globalization;
using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;

namespace Hone.Cli.Verbs;

/// <summary>Scores of stored answers as lines a person reads: shares in percent, deviations as they are.</summary>
internal static class AnswerTable
{
    public static void Write(TextWriter writer, AnswerReport report)
    {
        string[] header = ["model", "protocol", "metric", "value", "95% interval", "n", "unusable", "trivial"];
        var rows = report.Models.SelectMany(model => model.Scores.Select(score => Row(model.Model, score))).Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    public static string Number(string metric, double? value) =>
        value is not { } number ? "-"
        : metric == "mean_absolute_deviation" ? number.ToString("0.000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{100 * number:0.00}%");

    private static string[] Row(string model, ScoreRow score) =>
    [
        model,
        score.Protocol,
        score.Metric,
        Number(score.Metric, score.Value),
        score.Low is null ? "" : $"{Number(score.Metric, score.Low)} to {Number(score.Metric, score.High)}",
        score.N.ToString(CultureInfo.InvariantCulture),
        score.ParseFailures.ToString(CultureInfo.InvariantCulture),
        string.Join(", ", score.Baselines.OrderBy(baseline => baseline.Key, StringComparer.Ordinal).Select(baseline => $"{baseline.Key} {Number(score.Metric, baseline.Value)}")),
    ];
}
