using System.Text.Json;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Reports;

/// <summary>
/// <c>summary.json</c>: one flat object, so that a script asks for a number by one name. Names without a prefix are the
/// main arm's; a control arm's begin with its name. What was not measured is left out.
/// </summary>
internal static class Summary
{
    public static byte[] Of(RunReport report)
    {
        var values = new List<(string Name, object? Value)>();
        AddScores(values, "", "before", report.Before);
        foreach (var arm in report.Arms)
            AddArm(values, arm == report.Main ? "" : $"{arm.Name}_", arm);
        if (report.Costs.Count > 0)
        {
            values.Add(("wall_seconds", report.Costs.Sum(stage => stage.WallSeconds)));
            values.Add(("peak_rss_bytes", (long)report.Costs.Max(stage => stage.PeakRssBytes)));
        }
        values.Add(("seed", report.Before.Seed));
        return Write(values);
    }

    private static void AddArm(List<(string, object?)> values, string prefix, ReportArm arm)
    {
        AddScores(values, prefix, "after", arm.Log);
        foreach (var row in arm.Comparison.Where(row => row.Headline))
        {
            var name = $"{prefix}{Key(row.Name, row.Metric)}";
            values.Add(($"{name}_change", row.Difference));
            values.Add(($"{name}_change_low", row.Low));
            values.Add(($"{name}_change_high", row.High));
            values.Add(($"{name}_smallest_shown", row.SmallestShown));
            values.Add(($"{name}_verdict", row.VerdictWords));
        }
        values.Add(($"{prefix}tokens_trained", arm.TokensTrained is { } tokens ? (long)tokens : null));
    }

    private static void AddScores(List<(string, object?)> values, string prefix, string when, EvalLog log)
    {
        foreach (var score in log.Scores.Where(score => score is { Headline: true, Part: null }))
        {
            var name = $"{prefix}{Key(score.Name, score.Metric)}_{when}";
            values.Add((name, score.Value));
            values.Add(($"{name}_low", score.Low));
            values.Add(($"{name}_high", score.High));
            if (when == "before")
                values.Add(($"{Short(score.Name)}_n", (long)score.N));
        }
    }

    private static string Key(string set, string metric) => $"{Short(set)}_{(metric == "accuracy" ? "accuracy" : "bpb")}";

    private static string Short(string set) => set == WorkPlan.Domain ? "security" : set.Replace('-', '_');

    private static byte[] Write(List<(string Name, object? Value)> values)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
                WriteOne(json, name, value);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteOne(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case ulong number:
                json.WriteNumber(name, number);
                break;
            case string text:
                json.WriteString(name, text);
                break;
        }
    }
}
