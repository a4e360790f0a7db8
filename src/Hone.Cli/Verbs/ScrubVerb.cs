using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Hone.Cli.Output;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Scrubbing;
using Hone.Corpus.Scrubbing.Pseudonyms;

namespace Hone.Cli.Verbs;

internal static class ScrubVerb
{
    public static Command Create(CliStreams io)
    {
        var files = new Argument<string[]>("FILE") { Description = "Text files; none: standard input.", HelpName = "FILE...", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string?>("--to") { Description = "Write the files here, under their names; otherwise to standard output.", HelpName = "DIR" };
        var newKey = new Option<string?>("--new-key") { Description = "Make a key file, and do nothing else. Keep it where the texts are not.", HelpName = "KEY" };
        var key = new Option<string?>("--key") { Description = "The team's key: pseudonyms carry a number, the same for the same value everywhere.", HelpName = "KEY" };
        var map = new Option<string?>("--map") { Description = "The way back, sealed with the key: written, or added to where it exists; read with --undo.", HelpName = "MAP" };
        var undo = new Option<bool>("--undo") { Description = "Put the values back, with --key and --map." };
        var domains = Many("--domain", "DOMAIN", "A domain of your own, with all below it. This and the others may be given more than once.");
        var hosts = Many("--host", "NAME", "A machine of your own.");
        var users = Many("--user", "NAME", "An account of your own.");
        var ranges = Many("--range", "CIDR", "Addresses of your own: 10.20.0.0/16.");
        var people = Many("--person", "NAME", "A person who must not appear, as \"Given Family\".");
        var allow = Many("--allow", "VALUE", "A value that stays; \"@vendor.com\" keeps all addresses there.");
        var json = new Option<bool>("--json") { Description = "Print the counts as JSON, on standard error." };
        var command = new Command("scrub", "Take people, secrets and your own assets out of texts, and leave attackers' indicators in: what curate does to a corpus.")
        {
            files, to, newKey, key, map, undo, domains, hosts, users, ranges, people, allow, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(undo) && (result.GetValue(key) is null || result.GetValue(map) is null))
                result.AddError("--undo needs --key and --map");
            else if (result.GetValue(map) is not null && result.GetValue(key) is null)
                result.AddError("--map needs --key");
        });
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(newKey) is { } made)
                return MakeKey(io, made);
            var work = new Texts(io, parsed.GetValue(files) ?? [], parsed.GetValue(to));
            if (parsed.GetValue(undo))
                return Undo(work, parsed.GetValue(map) ?? "", parsed.GetValue(key) ?? "", cancel);
            var spec = new ScrubSpec
            {
                KeyFile = parsed.GetValue(key),
                Domains = parsed.GetValue(domains) ?? [],
                Hosts = parsed.GetValue(hosts) ?? [],
                Users = parsed.GetValue(users) ?? [],
                Ranges = parsed.GetValue(ranges) ?? [],
                People = parsed.GetValue(people) ?? [],
                Allow = parsed.GetValue(allow) ?? [],
            };
            return Scrub(io, work, spec, parsed.GetValue(map), parsed.GetValue(json), cancel);
        }, cancel));
        return command;
    }

    private static Option<string[]> Many(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    private static int MakeKey(CliStreams io, string path)
    {
        ScrubKey.Create(path);
        io.Error.WriteLine($"wrote {path}: whoever has it and a map can undo the scrubbing; lost, it cannot be made again");
        return ExitCode.Done;
    }

    private static int Scrub(CliStreams io, Texts work, ScrubSpec spec, string? map, bool json, CancellationToken cancel)
    {
        Scrubber scrubber = Scrubber.Create(spec);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        work.ForEach((reader, writer) =>
        {
            foreach ((ScrubKind kind, int count) in scrubber.Scrub(reader, writer))
                counts[kind.ToString().ToLowerInvariant()] = counts.GetValueOrDefault(kind.ToString().ToLowerInvariant()) + count;
        }, cancel);
        if (map is not null)
            scrubber.SaveMap(map);
        io.Error.WriteLine(json ? new JsonObject([.. counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))]).ToJsonString()
            : counts.Count == 0 ? "nothing was replaced" : $"replaced {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}");
        return ExitCode.Done;
    }

    private static int Undo(Texts work, string map, string key, CancellationToken cancel)
    {
        Unscrubber unscrubber = Unscrubber.Open(map, key);
        work.ForEach((reader, writer) =>
        {
            while (reader.ReadLine() is { } line)
                writer.Write(unscrubber.Unscrub(line) + "\n");
        }, cancel);
        return ExitCode.Done;
    }

    /// <summary>The texts asked for, one after the other, each to where it goes; a file appears whole or not at all.</summary>
    private sealed record Texts(CliStreams Io, IReadOnlyList<string> Files, string? To)
    {
        public void ForEach(Action<TextReader, TextWriter> change, CancellationToken cancel)
        {
            if (Files.Count == 0)
                change(Io.In, Io.Out);
            if (To is not null && Files.GroupBy(Path.GetFileName).FirstOrDefault(name => name.Count() > 1) is { Key: var twice })
                throw new UserError($"two files are called {twice}", "Give them one after the other, to different directories.");
            foreach (string file in Files)
            {
                cancel.ThrowIfCancellationRequested();
                using var reader = new StreamReader(InputFile.Open(file), Encoding.UTF8);
                if (To is null)
                    change(reader, Io.Out);
                else
                    Write(Path.Combine(To, Path.GetFileName(file)), reader, change);
            }
        }

        private static void Write(string path, TextReader reader, Action<TextReader, TextWriter> change)
        {
            using var file = new AtomicFile(path);
            using (var writer = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true))
                change(reader, writer);
            file.Complete();
        }
    }
}
