using Hone.Core;

namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>MITRE's CSV export (1000.csv), whose columns hold small tables: "::SCOPE:Integrity:IMPACT:Modify Memory::".</summary>
internal static class CweCsv
{
    public static IEnumerable<Weakness> Read(string path)
    {
        using IEnumerator<CsvRow> rows = CsvRows.Read(path).GetEnumerator();
        if (!rows.MoveNext())
            yield break;
        List<string> header = [.. rows.Current.Fields.Select(field => field.Trim())];
        int id = Math.Max(header.IndexOf("ID"), header.IndexOf("CWE-ID")), name = header.IndexOf("Name");
        if (id < 0 || name < 0)
            throw new UserError($"{path}:1: not CWE's CSV export: no columns CWE-ID and Name", "Download a view's CSV from cwe.mitre.org/data/downloads.html.");
        while (rows.MoveNext())
        {
            CsvRow row = rows.Current;
            if (row.Fields.Count <= Math.Max(id, name))
                throw new UserError($"{path}:{row.Line}: {row.Fields.Count} columns where {header.Count} are expected", "Fetch the file again.");
            yield return Parse(row.Fields[id].Trim(), row.Fields[name].Trim(), column => header.IndexOf(column) is >= 0 and var i && i < row.Fields.Count ? row.Fields[i].Trim() : "");
        }
    }

    private static Weakness Parse(string id, string name, Func<string, string> column) => new()
    {
        Number = id,
        Name = name,
        Abstraction = NullIfEmpty(column("Weakness Abstraction")),
        Status = NullIfEmpty(column("Status")),
        Description = NullIfEmpty(column("Description")),
        Extended = NullIfEmpty(column("Extended Description")),
        Likelihood = NullIfEmpty(column("Likelihood of Exploit")),
        Platforms = [.. PackedTable.Read(column("Applicable Platforms"), "LANGUAGE CLASS", "LANGUAGE NAME", "TECHNOLOGY NAME", "TECHNOLOGY CLASS").SelectMany(p =>
            p.All("LANGUAGE NAME").Concat(p.All("LANGUAGE CLASS")).Concat(p.All("TECHNOLOGY NAME")).Concat(p.All("TECHNOLOGY CLASS")))],
        Background = [.. column("Background Details").Split("::", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        AlternateTerms = [.. PackedTable.Read(column("Alternate Terms"), "TERM").Select(t => t.First("TERM")).OfType<string>()],
        Introduced = [.. PackedTable.Read(column("Modes Of Introduction"), "PHASE").SelectMany(m => m.All("PHASE"))],
        Related = [.. PackedTable.Read(column("Related Weaknesses"), "NATURE").Select(r => (r.First("NATURE") ?? "", r.First("CWE ID") ?? "")).Where(r => r.Item2.Length > 0)],
        Consequences = PackedTable.Consequences(column("Common Consequences")),
        Mitigations = PackedTable.Mitigations(column("Potential Mitigations")),
        Detections = PackedTable.Detections(column("Detection Methods")),
        Observed = PackedTable.Observed(column("Observed Examples")),
        AttackPatterns = [.. column("Related Attack Patterns").Split("::", StringSplitOptions.RemoveEmptyEntries).Select(p => $"CAPEC-{p}")],
        Notes = [.. PackedTable.Read(column("Notes"), "TYPE").Select(n => n.First("NOTE")).OfType<string>()],
    };

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
