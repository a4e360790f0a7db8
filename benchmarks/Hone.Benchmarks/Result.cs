using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hone.Benchmarks;

/// <summary>What one row came to: medians of both sides and of the rounds' ratios.</summary>
internal sealed record Result(string Suite, string Row, double? Ours, double? Peer, string Unit, double? Ratio, double? Bar, string PeerName, int Rounds, string Machine)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The bar is a figure in the row's unit and the ratio is ours to it, turned over where less is better: 1 meets it. Otherwise the
    /// ratio is ours to the peer's, and so is the bar.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AbsoluteBar { get; init; }

    /// <summary>How much was worked on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Of { get; init; }

    /// <summary>Processor time of one round, all threads together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? CpuSeconds { get; init; }

    [JsonIgnore]
    public string Met => Ratio is null || Bar is null ? "-" : Ratio >= (AbsoluteBar ? 1 : Bar) ? "yes" : "no";

    public string ToJson() => JsonSerializer.Serialize(this, SnakeCase);

    public static Result? Parse(string line) => JsonSerializer.Deserialize<Result>(line, SnakeCase);
}
