using System.Text.Json;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>CWE merged into JSON Lines: id, name, abstraction, status, description, extended, related, and the CSV's packed tables.</summary>
internal static class CweJsonLines
{
    public static IEnumerable<Weakness> Read(string path)
    {
        foreach (JsonLine line in JsonLineReader.Read(path))
            yield return Parse(line);
    }

    private static Weakness Parse(JsonLine line)
    {
        using JsonDocument json = JsonText.ReadLine(line);
        JsonElement o = json.RootElement;
        try
        {
            if (o.Text("id") is not { } id || o.Text("name") is not { } name)
                throw line.Error("a weakness needs \"id\" and \"name\"");
            return new Weakness
            {
                Number = id.Replace("CWE-", "", StringComparison.Ordinal),
                Name = name,
                Abstraction = o.Text("abstraction"),
                Status = o.Text("status"),
                Description = o.Text("description"),
                Extended = o.Text("extended"),
                Related = [.. o.Items("related").Where(r => r.ValueKind == JsonValueKind.Array && r.GetArrayLength() == 2 && r.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
                    .Select(r => (r[0].GetString() ?? "", r[1].GetString() ?? ""))],
                Consequences = PackedTable.Consequences(o.Text("consequences") ?? ""),
                Mitigations = PackedTable.Mitigations(o.Text("mitigations") ?? ""),
                Detections = PackedTable.Detections(o.Text("detection") ?? ""),
                Observed = PackedTable.Observed(o.Text("observed_examples") ?? ""),
                AttackPatterns = [.. o.Texts("capec").Select(p => p.StartsWith("CAPEC-", StringComparison.Ordinal) ? p : $"CAPEC-{p}")],
            };
        }
        catch (InvalidOperationException e)
        {
            throw line.Error("text that is not Unicode: half of a surrogate pair", e);
        }
    }
}
