using System.Text.Json;
using Hone.Core;

namespace Hone.Corpus.Sources.Stix;

/// <summary>A STIX bundle with its relationships resolved. Those that touch a revoked, deprecated or missing object are left out.</summary>
internal sealed class StixBundle
{
    private readonly Dictionary<string, StixObject> _objects = new(StringComparer.Ordinal);
    private readonly ILookup<string, StixRelation> _from;
    private readonly ILookup<string, StixRelation> _to;
    private readonly Dictionary<string, string> _tactics;

    private StixBundle(JsonElement bundle)
    {
        foreach (JsonElement json in bundle.Items("objects"))
            if (StixObject.Parse(json) is { } o)
                _objects[o.Id] = o;
        StixRelation[] relations = [.. _objects.Values.Where(o => o.Type == "relationship" && o.Verdict.Kept).Select(Resolve).OfType<StixRelation>()
            .Distinct()
            .OrderBy(r => r.Source.Label, StringComparer.Ordinal).ThenBy(r => r.Target.Label, StringComparer.Ordinal).ThenBy(r => r.Description, StringComparer.Ordinal)];
        _from = relations.ToLookup(r => r.Source.Id, StringComparer.Ordinal);
        _to = relations.ToLookup(r => r.Target.Id, StringComparer.Ordinal);
        _tactics = _objects.Values.Where(o => o.Type == "x-mitre-tactic" && o.Verdict.Kept && o.Json.Text("x_mitre_shortname") is not null)
            .GroupBy(o => o.Json.Text("x_mitre_shortname") ?? "", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().NameWithId, StringComparer.Ordinal);
        Objects = [.. _objects.Values.Where(o => o.Type != "relationship")
            .OrderBy(o => o.Type, StringComparer.Ordinal).ThenBy(o => o.ExternalId ?? o.Id, StringComparer.Ordinal).ThenBy(o => o.Id, StringComparer.Ordinal)];
        StrategyAnalytics = _objects.Values.Where(o => o.Type == "x-mitre-detection-strategy" && o.Verdict.Kept)
            .SelectMany(o => o.Json.Texts("x_mitre_analytic_refs")).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Ids of the analytics that living detection strategies name.</summary>
    public IReadOnlySet<string> StrategyAnalytics { get; }

    /// <summary>Objects other than relationships, in the order of their ids, which is the same whatever order the file has.</summary>
    public IReadOnlyList<StixObject> Objects { get; }

    public static StixBundle Parse(JsonElement root, string path) =>
        root.Child("objects") is { ValueKind: JsonValueKind.Array }
            ? new StixBundle(root)
            : throw new UserError($"{path}: not a STIX bundle: it has no list \"objects\"", "ATT&CK's is at github.com/mitre-attack/attack-stix-data, CAPEC's at github.com/mitre/cti.");

    public StixObject? Find(string? id) => id is not null && _objects.TryGetValue(id, out StixObject? o) && o.Verdict.Kept ? o : null;

    public IEnumerable<StixRelation> From(StixObject o, string type) => _from[o.Id].Where(r => r.Type == type);

    public IEnumerable<StixRelation> To(StixObject o, string type) => _to[o.Id].Where(r => r.Type == type);

    public IEnumerable<StixRelation> From(StixObject o) => _from[o.Id];

    /// <summary>The technique a sub-technique belongs to.</summary>
    public StixObject? ParentOf(StixObject technique) => From(technique, "subtechnique-of").FirstOrDefault()?.Target;

    /// <summary>"OS Credential Dumping: LSASS Memory" for a sub-technique, the name for everything else.</summary>
    public string FullName(StixObject o) => ParentOf(o) is { } parent ? $"{parent.Name}: {o.Name}" : o.Name;

    /// <summary>"Credential Access (TA0006)" for "credential-access".</summary>
    public string Tactic(string shortName) => _tactics.GetValueOrDefault(shortName, shortName.Replace('-', ' '));

    private StixRelation? Resolve(StixObject o) =>
        Find(o.Json.Text("source_ref")) is { } source && Find(o.Json.Text("target_ref")) is { } target && o.Json.Text("relationship_type") is { } type
            ? new StixRelation(type, source, target, o.Description)
            : null;
}
