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
        File.WriteAllLines(stem + ".md", rows.Exists(row => row.Of is not null) ? Figures(rows) : Duels(rows));
    }

    private static int Place(IReadOnlyList<string> order, string row)
    {
        var place = order.ToList().IndexOf(row);
        return place < 0 ? int.MaxValue : place;
    }

    private static string Machines(IReadOnlyList<Result> rows) => string.Join("; ", rows.Select(row => row.Machine).Distinct());

    private IEnumerable<string> Duels(IReadOnlyList<Result> rows) =>
    [
        $"# {suite}",
        "",
        $"Machine: {Machines(rows)}. Medians of rounds in which ours and the peer's ran in turn; made by `benchmarks/run {suite}`. Ratios count, absolute figures do not.",
        "",
        "| row | ours | peer | unit | ratio | bar | met | rounds | peer's name |",
        "|---|---|---|---|---|---|---|---|---|",
        .. rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"| {row.Row} | {row.Ours:0.#} | {row.Peer:0.#} | {row.Unit} | {row.Ratio:0.00} | {row.Bar:0.00} | {row.Met} | {row.Rounds} | {row.PeerName} |")),
    ];

    private IEnumerable<string> Figures(IReadOnlyList<Result> rows) =>
    [
        $"# {suite}",
        "",
        $"Machine: {Machines(rows)}. Made by `benchmarks/run {suite}`, every row in a process of its own; medians of the rounds, MB of a million bytes of input as UTF-8, memory as the most that was resident. The ratio is ours to the bar (turned over where less is better): 1 meets it. Published figures are their makers' or users', from other machines, often larger ones, and other texts: they say where others stand, not who would win here.",
        "",
        "| row | ours | unit | bar | ratio | met | published | whose | worked on | rounds | CPU seconds a round |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        .. rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"| {row.Row} | {row.Ours:0.###} | {row.Unit} | {row.Bar} | {row.Ratio:0.00} | {row.Met} | {row.Peer:0.###} | {row.PeerName} | {row.Of} | {row.Rounds} | {row.CpuSeconds:0.0} |")),
    ];
}
