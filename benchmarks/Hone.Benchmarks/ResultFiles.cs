using System.Globalization;

namespace Hone.Benchmarks;

/// <summary>A suite's results: the newest of every row as JSON lines, and the table people read, made from them.</summary>
internal sealed class ResultFiles(string suite)
{
    private readonly string stem = Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", "results", suite);

    /// <summary>Rows measured anew take the place of those of the same name; all stand in the suite's order.</summary>
    public void Write(IReadOnlyList<Result> measured, IReadOnlyList<string> order)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(stem) ?? ".");
        var old = File.Exists(stem + ".jsonl") ? File.ReadLines(stem + ".jsonl").Select(Result.Parse).OfType<Result>() : [];
        var rows = old.Concat(measured).GroupBy(row => row.Row).Select(same => same.Last()).OrderBy(row => Place(order, row.Row)).ToList();
        File.WriteAllLines(stem + ".jsonl", rows.Select(row => row.ToJson()));
        File.WriteAllLines(stem + ".md", Table(rows));
    }

    private static int Place(IReadOnlyList<string> order, string row)
    {
        var place = order.ToList().IndexOf(row);
        return place < 0 ? int.MaxValue : place;
    }

    private IEnumerable<string> Table(IReadOnlyList<Result> rows) =>
    [
        $"# {suite}",
        "",
        $"Machine: {string.Join("; ", rows.Select(row => row.Machine).Distinct())}. Medians of rounds in which ours and the peer's ran in turn; made by `benchmarks/run {suite}`. Ratios count, absolute figures do not.",
        "",
        "| row | ours | peer | unit | ratio | bar | met | rounds | peer's name |",
        "|---|---|---|---|---|---|---|---|---|",
        .. rows.Select(Line),
    ];

    private static string Line(Result row)
        => string.Create(CultureInfo.InvariantCulture, $"| {row.Row} | {row.Ours:0.#} | {row.Peer:0.#} | {row.Unit} | {row.Ratio:0.00} | {row.Bar:0.00} | {(row.Ratio is null ? "-" : row.Ratio >= row.Bar ? "yes" : "no")} | {row.Rounds} | {row.PeerName} |");
}
