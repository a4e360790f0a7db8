using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Evaluation.Reports.Files;

/// <summary>What one source gave, in the best unit that was counted: tokens, else bytes, else documents.</summary>
internal sealed record SourceCount(string Group, string Source, double Amount, string Unit, double Documents);

/// <summary>Documents left out of a group for one reason.</summary>
internal sealed record DropCount(string Group, string Reason, double Documents);

/// <summary>
/// Where the training text came from and what was left out, read from the corpus stage's <c>counts.json</c>:
/// <c>{"groups":{"domain":{"sources":{"nvd":{"documents":…,"bytes":…,"tokens":…,"dropped":{"too_short":…}}}}}}</c>.
/// Every level may be an object by name or a list with a "name"; numbers that are missing are left out of the report.
/// </summary>
internal sealed record CorpusCounts(IReadOnlyList<SourceCount> Sources, IReadOnlyList<DropCount> Drops)
{
    private const int MostBytes = 64 << 20;
    private static readonly (string Name, string Unit)[] Amounts =
        [("tokens", "tokens"), ("train_tokens", "tokens"), ("kept_bytes", "bytes"), ("bytes", "bytes"), ("kept", "documents"), ("documents", "documents")];

    /// <summary>Null where there is no such file.</summary>
    public static CorpusCounts? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonNode.Parse(InputFile.ReadAll(path, MostBytes)) is JsonObject root ? Of(root) : new CorpusCounts([], []);
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
        foreach (var (group, counts) in Named(root["groups"]))
        {
            AddDrops(drops, group, counts["dropped"]);
            foreach (var (source, one) in Named(counts["sources"]))
            {
                AddDrops(drops, group, one["dropped"]);
                if (Amount(one) is { } amount)
                    sources.Add(new SourceCount(group, source, amount.Value, amount.Unit, Number(one["kept"]) ?? Number(one["documents"]) ?? 0));
            }
        }
        AddDrops(drops, "", root["dropped"]);
        return new CorpusCounts(OneUnit(sources), drops);
    }

    /// <summary>Bars of different units cannot stand side by side: sources that lack the commoner unit are shown as nothing of it.</summary>
    private static List<SourceCount> OneUnit(List<SourceCount> sources)
    {
        if (sources.Count == 0)
            return sources;
        var unit = sources.CountBy(source => source.Unit).MaxBy(pair => pair.Value).Key;
        return [.. sources.Select(source => source.Unit == unit ? source : source with { Amount = 0, Unit = unit })];
    }

    private static void AddDrops(List<DropCount> drops, string group, JsonNode? node)
    {
        if (node is not JsonObject reasons)
            return;
        foreach (var (reason, value) in reasons)
        {
            if ((Number(value) ?? Number((value as JsonObject)?["documents"])) is { } count and > 0)
                drops.Add(new DropCount(group, reason, count));
        }
    }

    private static IEnumerable<(string Name, JsonObject Counts)> Named(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(pair => (pair.Key, Counts: pair.Value as JsonObject)).Where(pair => pair.Counts is not null).Select(pair => (pair.Key, pair.Counts ?? [])),
        JsonArray list => list.OfType<JsonObject>().Select(one => (Text(one["name"]) ?? Text(one["source"]) ?? "", one)),
        _ => [],
    };

    private static (double Value, string Unit)? Amount(JsonObject counts)
    {
        foreach (var (name, unit) in Amounts)
        {
            if (Number(counts[name]) is { } value)
                return (value, unit);
        }
        return null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number >= 0 ? number : null;
}
