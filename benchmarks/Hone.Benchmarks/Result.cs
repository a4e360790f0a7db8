using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hone.Benchmarks;

/// <summary>What one row came to: medians of both sides and of the rounds' ratios.</summary>
internal sealed record Result(string Suite, string Row, double? Ours, double? Peer, string Unit, double? Ratio, double Bar, string PeerName, int Rounds, string Machine)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, SnakeCase);

    public static Result? Parse(string line) => JsonSerializer.Deserialize<Result>(line, SnakeCase);
}
