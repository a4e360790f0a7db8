using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hone.Evaluation.Logs;

/// <summary>Everything one evaluation found: enough to score it again by another rule without running the model.</summary>
public sealed record EvalLog
{
    public const string FormatName = "hone-eval";
    public const int CurrentVersion = 1;

    public required string Format { get; init; }
    public required int Version { get; init; }
    public required JsonObject Spec { get; init; }

    /// <summary>SHA-256 over the model's files; null for a model that is no directory or file here.</summary>
    public string? ModelHash { get; init; }

    public required IReadOnlyList<ScoreRow> Scores { get; init; }
    public required IReadOnlyList<ItemRow> Items { get; init; }
    public required IReadOnlyList<SampleRow> Samples { get; init; }

    internal double Confidence => Spec["confidence"] is JsonValue value && value.TryGetValue(out double confidence) && confidence is > 0 and < 1 ? confidence : 0.95;

    internal ulong Seed => Spec["seed"] is JsonValue value && value.TryGetValue(out ulong seed) ? seed : 1;

    /// <summary>The score that stands for a set: the headline protocol, all sources together.</summary>
    public ScoreRow? Headline(string set) => Scores.FirstOrDefault(score => score.Name == set && score.Headline && score.Part is null);
}

/// <summary>One number with its interval, the protocol that made it and what a trivial answerer would get.</summary>
public sealed record ScoreRow
{
    /// <summary>"domain", "general" or a benchmark's name.</summary>
    public required string Name { get; init; }

    public required string Protocol { get; init; }

    /// <summary>"accuracy" (0 to 1, more is better) or "bits_per_byte" (less is better).</summary>
    public required string Metric { get; init; }

    /// <summary>The source this row is about; null: all of the set.</summary>
    public string? Part { get; init; }

    public bool Headline { get; init; }

    /// <summary>Null, and written as null, where there was too little to estimate from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Value { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Low { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? High { get; init; }
    public required int N { get; init; }
    public required IReadOnlyDictionary<string, double> Baselines { get; init; }

    /// <summary>Items for which the model gave no usable answer; they count as wrong.</summary>
    public required int ParseFailures { get; init; }
}

/// <summary>One question put by one protocol, or one document scored.</summary>
public sealed record ItemRow
{
    public required string Set { get; init; }
    public required string Protocol { get; init; }
    public string Source { get; init; } = "";
    public required string Id { get; init; }
    public int? Gold { get; init; }
    public int? Chosen { get; init; }
    public IReadOnlyList<double?>? LogLikelihoods { get; init; }
    public IReadOnlyList<int>? ChoiceBytes { get; init; }
    public double? Nats { get; init; }
    public int? Bytes { get; init; }
    public int? Tokens { get; init; }

    internal ItemKey Key => new(Set, Protocol, Source, Id);

    internal bool IsRight => Gold is not null && Chosen == Gold;
}

/// <summary>What the model wrote after a prompt.</summary>
public sealed record SampleRow
{
    public required string Prompt { get; init; }
    public required string Text { get; init; }
}

internal readonly record struct ItemKey(string Set, string Protocol, string Source, string Id);
