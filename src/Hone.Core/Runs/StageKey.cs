using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hone.Core.Runs;

/// <summary>
/// What decides whether a stage must run again: its spec in canonical form, what its inputs contain, and the format of what this
/// code writes. Where inputs lie is no part of it, except as far as the spec says so.
/// </summary>
internal static class StageKey
{
    /// <summary>Raise when finished stages of older builds must not be taken over.</summary>
    public const int CodeFormat = 1;

    public static string Compute(IStage stage, IReadOnlyList<FileRecord> inputs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"hone {CodeFormat}\nstage {stage.Name}\nspec {Canonical(stage.Spec)}\n");
        foreach (FileRecord input in inputs)
            text.Append(CultureInfo.InvariantCulture, $"input {input.Bytes} {input.Sha256}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Compact JSON with the keys of every object in ordinal order.</summary>
    internal static string Canonical(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => JsonSerializer.Serialize(p.Key, RunJson.Line.String) + ":" + Canonical(p.Value))) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(RunJson.Line.Options),
    };
}
