using Hone.Benchmarks;

// benchmarks/run SUITE [ROUNDS]: runs each row of a suite beside its peer, in turn, and writes benchmarks/results/SUITE.md.
var suites = new Dictionary<string, IReadOnlyList<IRow>>
{
    ["engine"] = [new TrainingStepRow(bf16: false), new TrainingStepRow(bf16: true)],
};
if (args.Length == 0 || !suites.TryGetValue(args[0], out var rows))
{
    Console.Error.WriteLine($"usage: benchmarks/run {string.Join('|', suites.Keys)} [ROUNDS]");
    return 2;
}
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
var results = rows.Select(row => Duel.Run(args[0], row, rounds)).ToList();
ResultTable.Write(Path.Combine(Environment.GetEnvironmentVariable("HONE_BENCHMARKS") ?? "benchmarks", "results", args[0] + ".md"), results);
return 0;
