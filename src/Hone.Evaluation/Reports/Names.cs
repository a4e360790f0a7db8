using System.Globalization;
using Hone.Core.Reports;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Reports;

/// <summary>What the report calls things, so that every section says the same.</summary>
internal static class Names
{
    public static string Set(string name) => name switch
    {
        WorkPlan.Domain => "Security text",
        WorkPlan.General => "General text",
        "exam" => "Security exam",
        "cti-mcq" => "CTI-MCQ",
        "mmlu" => "MMLU",
        _ => name,
    };

    public static string Metric(string metric) => metric == "accuracy" ? "accuracy" : "bits per byte";

    public static string Items(string metric) => metric == "accuracy" ? "questions" : "documents";

    /// <summary>"−8.6%" or "+3.1 points".</summary>
    public static string Change(ComparisonRow row) =>
        row.Metric == "accuracy" ? $"{Numbers.WithSign(row.Difference)} points" : $"{Numbers.WithSign(row.Difference)}%";

    public static string ChangeInterval(ComparisonRow row) => $"{Numbers.WithSign(row.Low)} to {Numbers.WithSign(row.High)}";

    public static string Baseline(string name) => name switch
    {
        "chance" => "guessing",
        "longest_choice" => "always the longest",
        "majority" => "always the commonest letter",
        "uniform_bytes" => "all bytes alike",
        "byte_frequencies" => "byte frequencies alone",
        _ => name.Replace('_', ' '),
    };

    public static string Reason(string reason) => reason switch
    {
        "beyond_limit" => "beyond the limit set for its source",
        "benchmark" => "belongs to a benchmark",
        "duplicate" => "a duplicate",
        "rejected" => "rejected by its publisher",
        "revoked" => "revoked by its publisher",
        "deprecated" => "deprecated by its publisher",
        _ => reason.Replace('_', ' '),
    };

    /// <summary>The trivial answerer hardest to beat; the constant letters are told by their best.</summary>
    public static KeyValuePair<string, double>? StrongestBaseline(ScoreRow? score)
    {
        var named = (score?.Baselines ?? new Dictionary<string, double>()).Where(b => !b.Key.StartsWith("always_", StringComparison.Ordinal));
        var ordered = score?.Metric == "accuracy" ? named.OrderByDescending(b => b.Value) : named.OrderBy(b => b.Value);
        return ordered.ThenBy(b => b.Key, StringComparer.Ordinal).Select(b => (KeyValuePair<string, double>?)b).FirstOrDefault();
    }

    public static string Confidence(RunReport report) => string.Create(CultureInfo.InvariantCulture, $"{100 * report.Before.Confidence:0.#}%");
}
