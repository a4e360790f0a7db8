using System.Globalization;
using System.Text.Json;

namespace Hone.Benchmarks;

/// <summary>One line of a suite: our work and the peer's, both as a rate (more is better).</summary>
internal interface IRow
{
    string Name { get; }

    string Peer { get; }

    string Unit { get; }

    /// <summary>The ratio we hold ourselves to.</summary>
    double Bar { get; }

    double MeasureOurs();

    /// <summary>Null where the peer is not installed.</summary>
    double? MeasurePeer();
}

internal sealed record Result(string Suite, string Row, double Ours, double? Peer, string Unit, double? Ratio, double Bar, string PeerName, int Rounds, string Machine);

/// <summary>Ours and the peer's in turn, round by round, so that a machine that slows down slows both; the medians count.</summary>
internal static class Duel
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Result Run(string suite, IRow row, int rounds)
    {
        var pairs = new List<(double Ours, double? Peer)>();
        for (var round = 0; round < rounds; round++)
            pairs.Add((row.MeasureOurs(), row.MeasurePeer()));
        var ratios = pairs.Where(pair => pair.Peer is not null).Select(pair => pair.Ours / pair.Peer!.Value).ToList();
        var peers = pairs.Select(pair => pair.Peer).OfType<double>().ToList();
        var result = new Result(suite, row.Name, Median([.. pairs.Select(pair => pair.Ours)]), peers.Count > 0 ? Median(peers) : null, row.Unit,
            ratios.Count > 0 ? Median(ratios) : null, row.Bar, row.Peer, rounds, Machine.Describe());
        Console.WriteLine(JsonSerializer.Serialize(result, SnakeCase));
        return result;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return Math.Round((values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2, 3);
    }
}

/// <summary>The result file: a table people read, made anew each time.</summary>
internal static class ResultTable
{
    public static void Write(string path, IReadOnlyList<Result> results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path,
        [
            $"# {results[0].Suite}",
            "",
            $"Machine: {results[0].Machine}. Medians of {results[0].Rounds} rounds, ours and the peer's in turn; made by `benchmarks/run {results[0].Suite}`. Ratios count, absolute figures do not.",
            "",
            "| row | ours | peer | unit | ratio | bar | peer's name |",
            "|---|---|---|---|---|---|---|",
            .. results.Select(r => string.Create(CultureInfo.InvariantCulture, $"| {r.Row} | {r.Ours:0.#} | {r.Peer:0.#} | {r.Unit} | {r.Ratio:0.00} | {r.Bar:0.00} | {r.PeerName} |")),
        ]);
    }
}

internal static class Machine
{
    public static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }
}
