using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Reports.Files;

namespace Hone.Evaluation.Reports;

/// <summary>Everything a report says, read from a run's files; the sections only lay it out.</summary>
internal sealed record RunReport
{
    public required string Title { get; init; }
    public required EvalLog Before { get; init; }

    /// <summary>The main arm first, then the control arms.</summary>
    public required IReadOnlyList<ReportArm> Arms { get; init; }

    public required CorpusCounts? Corpus { get; init; }
    public required IReadOnlyList<StageCost> Costs { get; init; }

    /// <summary>The files the report was made from, with their SHA-256.</summary>
    public required IReadOnlyList<(string Name, string Hash)> Sources { get; init; }

    public ReportArm Main => Arms[0];
}

/// <summary>One way the base model was adapted, and what came of it.</summary>
internal sealed record ReportArm
{
    public required string Name { get; init; }
    public required EvalLog Log { get; init; }
    public required IReadOnlyList<ComparisonRow> Comparison { get; init; }
    public required IReadOnlyList<MetricPoint> Metrics { get; init; }

    /// <summary>The settings its training ran with, flattened to "replay.share": "0.3"; empty where not recorded.</summary>
    public required IReadOnlyList<(string Name, string Value)> Settings { get; init; }

    /// <summary>Place among the arms: decides colour and mark.</summary>
    public required int Index { get; init; }

    public ComparisonRow? Row(string set) => Comparison.FirstOrDefault(row => row.Name == set && row.Headline);

    public double? TokensTrained => Metrics.Select(point => point["tokens"]).OfType<double>().DefaultIfEmpty(double.NaN).Max() is var most && double.IsNaN(most) ? null : most;
}
