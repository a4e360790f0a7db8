using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.Reports.Files;

/// <summary>What one source gave to the training text of a group.</summary>
internal sealed record SourceCount(string Group, string Source, double Tokens, double Documents);

/// <summary>Documents left out of a group for one reason.</summary>
internal sealed record DropCount(string Group, string Reason, double Documents);

/// <summary>
/// Where the training text came from and what was left out, read from the corpus stage's <c>counts.json</c>:
/// <c>{"groups":{"domain":{"sources":{"nvd":{"read":…,"beyond_limit":…,"dropped":{"too_short":…},"train":{"documents":…,"tokens":…}}}}}}</c>.
/// What is missing there is missing in the report; nothing is guessed.
/// </summary>
internal sealed record CorpusCounts(IReadOnlyList<SourceCount> Sources, IReadOnlyList<DropCount> Drops)
{
    private const int MostBytes = 64 << 20;

    /// <summary>Null where there is no such file.</summary>
    public static CorpusCounts? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return Of(JsonNode.Parse(InputFile.ReadAll(path, MostBytes)) as JsonObject ?? []);
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{(e.LineNumber ?? 0) + 1}: not valid JSON", "The file is damaged: run the corpus stage again.", e);
        }
    }

    private static CorpusCounts Of(JsonObject root)
    {
        var sources = new List<SourceCount>();
        var drops = new List<DropCount>();
        foreach (var (group, counts) in Objects(root["groups"]))
        {
            foreach (var (source, one) in Objects(counts["sources"]))
            {
                if (one["train"] is JsonObject train)
                    sources.Add(new SourceCount(group, source, Number(train["tokens"]), Number(train["documents"])));
                AddDrops(drops, group, one);
            }
        }
        return new CorpusCounts(sources, drops);
    }

    private static void AddDrops(List<DropCount> drops, string group, JsonObject source)
    {
        foreach (var (reason, value) in source["dropped"] as JsonObject ?? [])
            drops.Add(new DropCount(group, reason, Number(value)));
        drops.Add(new DropCount(group, "beyond_limit", Number(source["beyond_limit"])));
        drops.RemoveAll(drop => drop.Documents == 0);
    }

    private static IEnumerable<(string Name, JsonObject Counts)> Objects(JsonNode? node)
    {
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (value is JsonObject counts)
                yield return (name, counts);
        }
    }

    private static double Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number > 0 ? number : 0;
}
