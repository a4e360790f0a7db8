using System.Globalization;
using Hone.Benchmarks;

// benchmarks/run SUITE [FILTER] [ROUNDS]: runs each row of a suite beside its peer, in turn, and writes benchmarks/results/SUITE.md.
var suites = new Dictionary<string, Func<IReadOnlyList<IRow>>>
{
    ["engine"] = EngineSuite.Rows,
    ["decode"] = DecodeSuite.Rows,
    ["tokenizer"] = TokenizerRow.Suite,
};
if (args.Length == 0 || !suites.TryGetValue(args[0], out var suite))
{
    Console.Error.WriteLine($"usage: benchmarks/run {string.Join('|', suites.Keys)} [FILTER] [ROUNDS]");
    return 2;
}
var rounds = 5;
var filter = "";
foreach (var argument in args.Skip(1))
{
    if (int.TryParse(argument, CultureInfo.InvariantCulture, out var number))
        rounds = number;
    else
        filter = argument;
}
var rows = suite();
var files = new ResultFiles(args[0]);
foreach (var row in rows.Where(row => row.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
    files.Write([Duel.Run(args[0], row, rounds)], [.. rows.Select(other => other.Name)]);
return 0;
