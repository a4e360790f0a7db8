using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Core;
using Hone.Corpus.Fetching;

namespace Hone.Cli.Verbs;

internal static class FetchVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(CliStreams io)
    {
        var sources = new Argument<string[]>("SOURCE") { Description = "What to fetch: attack, attack:enterprise,ics, rfc:9110, all. None: what DIR has, brought up to date.", HelpName = "SOURCE...", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string>("--to") { Description = "Where it goes: a folder for each source, and hone.lock.json with address, time, licence and SHA-256 of every file.", HelpName = "DIR", DefaultValueFactory = _ => "security-data" };
        var list = new Option<bool>("--list") { Description = "List the sources with their items and licences, and fetch nothing." };
        var since = new Option<DateOnly?>("--since") { Description = "How far back csaf and certcc go the first time: 2024-01-01.", HelpName = "DAY" };
        var check = new Option<bool>("--check") { Description = "Fetch nothing; compare the files with the lock, and fail where one is missing, changed or strange." };
        var offline = new Option<bool>("--offline") { Description = "Open no connection: what is named must be in DIR, as the lock has it." };
        var bundle = new Option<string?>("--bundle") { Description = "Fetch nothing; pack what DIR has into one archive, to be carried into a network without a way out.", HelpName = "FILE.tar.gz" };
        var fromBundle = new Option<string?>("--from-bundle") { Description = "Fetch nothing; unpack such an archive into DIR, after the hash of every file was found right.", HelpName = "FILE.tar.gz" };
        var mirror = new Option<string[]>("--mirror") { Description = "Ask this server instead: https://host/path is asked for as BASEURL/host/path. SOURCE=BASEURL for one source.", HelpName = "BASEURL" };
        var allow = new Option<string[]>("--allow-host") { Description = "A host that may be asked besides the publishers' own, also on a private network. May be given more than once.", HelpName = "HOST" };
        var json = new Option<bool>("--json") { Description = "Print what was done as JSON." };
        var command = new Command("fetch", "Fetch public security sources into a directory for curate; only this verb opens connections, and only to the publishers. A stopped fetch goes on with the same command.")
        {
            sources, to, list, since, check, offline, bundle, fromBundle, mirror, allow, json,
        };
        command.Validators.Add(result => RefuseTwo(result, list, check, offline, bundle, fromBundle));
        command.SetAction((parsed, cancel) =>
        {
            string[] names = parsed.GetValue(sources) ?? [];
            string directory = parsed.GetRequiredValue(to);
            bool asJson = parsed.GetValue(json);
            if (parsed.GetValue(list))
                return Task.FromResult(List(io, asJson));
            if (parsed.GetValue(check) || parsed.GetValue(offline))
                return CheckAsync(io, directory, names, asJson, cancel);
            if (parsed.GetValue(bundle) is { } archive)
                return BundleAsync(io, directory, archive, names, asJson, cancel);
            if (parsed.GetValue(fromBundle) is { } carried)
                return FromBundleAsync(io, directory, carried, asJson, cancel);
            var options = new FetchOptions { To = directory, Sources = names, Mirrors = parsed.GetValue(mirror) ?? [], AllowedHosts = parsed.GetValue(allow) ?? [], Since = parsed.GetValue(since) };
            return FetchAsync(io, options, asJson, cancel);
        });
        return command;
    }

    private static void RefuseTwo(CommandResult result, params Option[] exclusive)
    {
        var given = exclusive.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
        if (given.Length > 1)
            result.AddError($"{string.Join(" and ", given)} cannot be given together");
    }

    private static async Task<int> FetchAsync(CliStreams io, FetchOptions options, bool asJson, CancellationToken cancel)
    {
        FetchReport report;
        using (var progress = io.Progress())
            report = await FetchRun.RunAsync(options, progress, io.Time, cancel);
        if (asJson)
            io.Out.WriteLine(new JsonObject { ["to"] = report.To, ["sources"] = new JsonArray([.. report.Sources.Select(Line)]) }.ToJsonString(Indented));
        else
            WriteTable(io.Out, [["source", "state", "files", "bytes", "licence", "in a recipe"], .. report.Sources.Select(s => (string[])[s.Name, s.State, Number(s.Files), Number(s.Bytes), s.Licence, s.Files > 0 ? s.Reference : ""])]);
        foreach (var failed in report.Sources.Where(s => s.Problem is not null))
        {
            io.Error.WriteLine($"error: {failed.Name}: {failed.Problem}");
            if (failed.Hint is not null)
                io.Error.WriteLine($"hint: {failed.Hint}");
        }
        return report.Failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<int> CheckAsync(CliStreams io, string directory, string[] names, bool asJson, CancellationToken cancel)
    {
        IReadOnlyList<string> problems;
        using (var progress = io.Progress())
            problems = await LockCheck.ProblemsAsync(directory, SourceNames(names), progress, cancel);
        if (asJson)
            io.Out.WriteLine(new JsonObject { ["to"] = directory, ["problems"] = new JsonArray([.. problems.Select(p => (JsonNode)p)]) }.ToJsonString(Indented));
        foreach (var problem in problems)
            io.Error.WriteLine($"error: {problem}");
        if (problems.Count > 0)
            io.Error.WriteLine("hint: the same command without --check or --offline fetches what is missing or changed; delete what is not in the lock");
        else
            io.Error.WriteLine($"{directory}: all files are as the lock has them; no connection was opened");
        return problems.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<int> BundleAsync(CliStreams io, string directory, string archive, string[] names, bool asJson, CancellationToken cancel)
    {
        long bytes;
        using (var progress = io.Progress())
            bytes = await FetchBundle.WriteAsync(directory, archive, SourceNames(names), progress, cancel);
        if (asJson)
            io.Out.WriteLine(new JsonObject { ["bundle"] = archive, ["bytes"] = bytes }.ToJsonString(Indented));
        io.Error.WriteLine($"wrote {archive}, {Number(bytes)} bytes; there: hone fetch --from-bundle {Path.GetFileName(archive)} --to DIR");
        return ExitCode.Done;
    }

    private static async Task<int> FromBundleAsync(CliStreams io, string directory, string archive, bool asJson, CancellationToken cancel)
    {
        FetchLock carried;
        using (var progress = io.Progress())
            carried = await FetchBundle.ReadAsync(archive, directory, progress, cancel);
        if (asJson)
            io.Out.WriteLine(new JsonObject { ["to"] = directory, ["sources"] = new JsonArray([.. carried.Sources.Keys.Select(name => (JsonNode)name)]) }.ToJsonString(Indented));
        io.Error.WriteLine($"{directory}: {string.Join(", ", carried.Sources.Keys)}");
        return ExitCode.Done;
    }

    private static int List(CliStreams io, bool asJson)
    {
        if (asJson)
            io.Out.WriteLine(new JsonArray([.. FetchRun.Descriptions.Select(Line)]).ToJsonString(Indented));
        else
            WriteTable(io.Out, [["source", "what", "licence", "items"], .. FetchRun.Descriptions.Select(d => (string[])[d.Name, d.About, d.Licence, Items(d)])]);
        return ExitCode.Done;
    }

    private static string Items(FetchDescription source)
    {
        if (source.Items.Count == 1 && source.Items[0] == source.Name)
            return "";
        string some = string.Join(", ", source.Items.Take(8)) + (source.Items.Count > 8 ? $" and {source.Items.Count - 8} more" : "");
        return source.AnyOf is null ? some : $"{some}; {source.AnyOf}";
    }

    private static JsonObject Line(FetchDescription source) => new()
    {
        ["name"] = source.Name,
        ["about"] = source.About,
        ["kind"] = source.Kind,
        ["licence"] = source.Licence,
        ["items"] = new JsonArray([.. source.Items.Select(item => (JsonNode)item)]),
        ["any_of"] = source.AnyOf,
        ["documentation"] = source.Documentation,
    };

    private static JsonObject Line(FetchedSource source) => new()
    {
        ["name"] = source.Name,
        ["state"] = source.State,
        ["reference"] = source.Reference,
        ["licence"] = source.Licence,
        ["files"] = source.Files,
        ["bytes"] = source.Bytes,
        ["cursor"] = source.Cursor,
        ["problem"] = source.Problem,
        ["hint"] = source.Hint,
    };

    /// <summary>--check and --bundle take whole sources: attack:enterprise is attack.</summary>
    private static string[] SourceNames(string[] names) => names.Contains("all") ? [] : [.. names.Select(name => name.Split(':')[0]).Distinct()];

    private static void WriteTable(TextWriter writer, string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
