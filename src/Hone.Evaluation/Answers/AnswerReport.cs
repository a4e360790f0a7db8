using System.Text.Json;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Answers;

/// <summary>Stored answers scored by a benchmark's rules.</summary>
public sealed record AnswerReport
{
    public const string FormatName = "hone-answers";
    public const int CurrentVersion = 1;

    public required string Format { get; init; }
    public required int Version { get; init; }
    public required string Benchmark { get; init; }
    public required string Answers { get; init; }
    public string? Data { get; init; }
    public required double Confidence { get; init; }

    /// <summary>Less is better in the headline scores.</summary>
    public required bool LessIsBetter { get; init; }

    public required IReadOnlyList<ModelScores> Models { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, EvalJson.Lines.AnswerReport);
}

public sealed record ModelScores
{
    public required string Model { get; init; }

    /// <summary>Questions of the data file that the sheet has no row for; they count as not answered.</summary>
    public required int Missing { get; init; }

    public required IReadOnlyList<ScoreRow> Scores { get; init; }
    public required IReadOnlyList<AnswerRow> Items { get; init; }

    /// <summary>The score that stands for the benchmark: its publisher's rule.</summary>
    public ScoreRow Headline => Scores.First(score => score.Headline);
}

/// <summary>One answer under the headline protocol.</summary>
public sealed record AnswerRow
{
    public required string Id { get; init; }
    public required string Gold { get; init; }

    /// <summary>What was taken for the answer; null: nothing usable.</summary>
    public string? Parsed { get; init; }

    /// <summary>1 or 0 where answers are right or wrong, otherwise the item's own value; null: the protocol leaves the row out.</summary>
    public double? Value { get; init; }
}

internal sealed record AnswerScores(IReadOnlyList<ScoreRow> Scores, IReadOnlyList<AnswerRow> Items);
