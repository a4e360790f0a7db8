using System.Text.RegularExpressions;
using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>A tactic, technique, mitigation or case study.</summary>
internal sealed record AtlasObject(string Id, string Name, string Kind, YamlNode Node)
{
    public string Label => $"{Id} {Name}";
}

/// <summary>The objects of ATLAS by their ids, and what refers to them.</summary>
internal sealed partial class AtlasMatrix
{
    private readonly Dictionary<string, AtlasObject> _objects = new(StringComparer.Ordinal);
    private readonly ILookup<string, AtlasObject> _parts;
    private readonly ILookup<string, AtlasObject> _techniques;
    private readonly ILookup<string, (AtlasObject Mitigation, YamlNode Use)> _mitigations;
    private readonly ILookup<string, (AtlasObject Study, YamlNode Step)> _steps;

    public AtlasMatrix(YamlNode root)
    {
        foreach (YamlNode matrix in root.Items("matrices"))
        {
            Add(matrix, "tactics", "tactic");
            Add(matrix, "techniques", "technique");
            Add(matrix, "mitigations", "mitigation");
        }
        Add(root, "case-studies", "case-study");
        Objects = [.. _objects.Values.OrderBy(o => o.Id, StringComparer.Ordinal)];
        _parts = Of("technique").ToLookup(o => o.Node.Text("subtechnique-of") ?? "", StringComparer.Ordinal);
        _techniques = Of("technique").SelectMany(o => o.Node.Texts("tactics").Distinct().Select(tactic => (o, tactic))).ToLookup(pair => pair.tactic, pair => pair.o, StringComparer.Ordinal);
        _mitigations = Of("mitigation").SelectMany(o => o.Node.Items("techniques").Select(use => (o, use))).ToLookup(pair => pair.use.Text("id") ?? "", StringComparer.Ordinal);
        _steps = Of("case-study").SelectMany(o => o.Node.Items("procedure").Select(step => (o, step))).ToLookup(pair => pair.step.Text("technique") ?? "", StringComparer.Ordinal);
    }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<AtlasObject> Objects { get; }

    public IEnumerable<AtlasObject> PartsOf(AtlasObject technique) => _parts[technique.Id];

    public IEnumerable<AtlasObject> TechniquesOf(AtlasObject tactic) => _techniques[tactic.Id];

    public AtlasObject? Find(string? id) => id is not null && _objects.TryGetValue(id, out AtlasObject? o) ? o : null;

    public IEnumerable<(AtlasObject Mitigation, YamlNode Use)> MitigationsOf(AtlasObject technique) => _mitigations[technique.Id];

    public IEnumerable<AtlasObject> StudiesOf(AtlasObject technique) => _steps[technique.Id].Select(pair => pair.Study).Distinct();

    public AtlasObject? ParentOf(AtlasObject o) => Find(o.Node.Text("subtechnique-of"));

    public string FullName(AtlasObject o) => ParentOf(o) is { } parent ? $"{parent.Name}: {o.Name}" : o.Name;

    /// <summary>"AML.T0010.002 AI Supply Chain Compromise: Data", or the id where nothing has it.</summary>
    public string Label(string? id) => Find(id) is { } o ? $"{o.Id} {FullName(o)}" : id ?? "";

    /// <summary>Links to other objects keep their words and the id that is the knowledge in them.</summary>
    public static string? Clean(string? text) => text is null ? null
        : Prose.Tidy(OwnLink().Replace(text, m => m.Groups["words"].Value.Contains(m.Groups["id"].Value, StringComparison.Ordinal) ? m.Groups["words"].Value : $"{m.Groups["words"].Value} ({m.Groups["id"].Value})"));

    private IEnumerable<AtlasObject> Of(string kind) => Objects.Where(o => o.Kind == kind);

    private void Add(YamlNode parent, string list, string kind)
    {
        foreach (YamlNode node in parent.Items(list))
            if (node.Text("id") is { } id && node.Text("name") is { } name)
                _objects.TryAdd(id, new AtlasObject(id, MarkdownBuilder.OneLine(name), kind, node));
    }

    [GeneratedRegex(@"\[(?<words>[^\[\]\n]{1,300})\]\(/[a-z-]{1,30}/(?<id>AML\.[A-Z0-9.]{2,20})/?\)")]
    private static partial Regex OwnLink();
}
