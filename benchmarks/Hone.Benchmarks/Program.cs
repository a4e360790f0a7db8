using System.Globalization;
using Hone.Benchmarks;
using Hone.Benchmarks.Corpus;

// benchmarks/run SUITE [FILTER] [ROUNDS]: runs each row of a suite and writes benchmarks/results/SUITE.md.
if (args is [Job.Verb, var name, var times])
{
    CorpusSuite.Jobs.Single(job => job.Name == name).Work(int.Parse(times, CultureInfo.InvariantCulture));
    return 0;
}
var suites = new Dictionary<string, Func<IReadOnlyList<IMeasurement>>>
{
    ["engine"] = EngineSuite.Rows,
    ["decode"] = DecodeSuite.Rows,
    ["tokenizer"] = TokenizerRow.Suite,
    ["corpus"] = CorpusSuite.Rows,
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
{
    if (row.Run(args[0], rounds) is not { } result)
        continue;
    Console.WriteLine(result.ToJson());
    if (!RealData.IsShort)
        files.Write([result], [.. rows.Select(other => other.Name)]);
}
return 0;
