using Hone.Corpus.Sources.Frameworks.Rdf;

namespace Hone.Corpus.Sources.Frameworks;

internal enum D3fendKind
{
    Other,
    Technique,
    Artifact,
    Attack,
    Weakness,
}

/// <summary>What one class does to another: "FileAnalysis analyzes File".</summary>
internal readonly record struct D3fendRelation(string Source, string Property, string Target);

/// <summary>The classes of D3FEND with their names, their places in the tree and their relations, which the ontology writes as restrictions.</summary>
internal sealed class D3fendOntology
{
    private static readonly string[] _direct = ["enables", "invokes", "implements", "may-contain"];

    /// <summary>The deepest class of the ontology has some twenty.</summary>
    private const int MaxAncestors = 500;

    private readonly RdfGraph _graph;
    private readonly Dictionary<string, HashSet<string>> _ancestors = new(StringComparer.Ordinal);
    private readonly ILookup<string, D3fendRelation> _from;
    private readonly ILookup<string, D3fendRelation> _to;
    private readonly ILookup<string, string> _children;

    public D3fendOntology(RdfGraph graph)
    {
        _graph = graph;
        D3fendRelation[] relations = [.. graph.Names.SelectMany(RelationsOf).Distinct()];
        _from = relations.ToLookup(r => r.Source, StringComparer.Ordinal);
        _to = relations.ToLookup(r => r.Target, StringComparer.Ordinal);
        _children = graph.Names.SelectMany(name => ParentsOf(name).Select(parent => (parent, name))).ToLookup(pair => pair.parent, pair => pair.name, StringComparer.Ordinal);
    }

    /// <summary>Classes that have a name and something to say; properties, references and people have not.</summary>
    public bool IsTold(string name) => _graph.Text(name, "label") is not null && IsClass(name)
        && (KindOf(name) is D3fendKind.Attack or D3fendKind.Weakness ? From(name).Any() : Definition(name) is not null);

    public bool IsDeprecated(string name) => _graph.Text(name, "deprecated") == "true";

    public string? Definition(string name) => _graph.Text(name, "definition");

    public string? Article(string name) => _graph.Text(name, "kb-article");

    public IEnumerable<string> OtherNames(string name) => _graph.Texts(name, "synonym").Concat(_graph.Texts(name, "altLabel")).Where(other => other != Name(name)).Distinct();

    public string Name(string name) => MarkdownBuilder.OneLine(_graph.Text(name, "label") ?? name);

    public string? Id(string name) => _graph.Text(name, "d3fend-id") ?? _graph.Text(name, "attack-id") ?? _graph.Text(name, "cwe-id");

    /// <summary>"D3-FA File Analysis".</summary>
    public string Label(string name) => Id(name) is { } id ? $"{id} {Name(name)}" : Name(name);

    /// <summary>"File Analysis (D3-FA)".</summary>
    public string NameWithId(string name) => Id(name) is { } id ? $"{Name(name)} ({id})" : Name(name);

    public IEnumerable<string> ParentsOf(string name) => _graph.Links(name, "subClassOf").Where(parent => parent != name && !parent.StartsWith("_:", StringComparison.Ordinal));

    public IEnumerable<string> ChildrenOf(string name) => _children[name].Where(child => !IsDeprecated(child));

    public IEnumerable<D3fendRelation> From(string name) => _from[name].Where(r => _graph.Text(r.Target, "label") is not null);

    public IEnumerable<D3fendRelation> To(string name) => _to[name].Where(r => !IsDeprecated(r.Source) && _graph.Text(r.Source, "label") is not null);

    public D3fendKind KindOf(string name)
    {
        HashSet<string> ancestors = AncestorsOf(name);
        return ancestors.Contains("DefensiveTechnique") ? D3fendKind.Technique
            : ancestors.Contains("OffensiveTechnique") || _graph.Text(name, "attack-id") is not null ? D3fendKind.Attack
            : ancestors.Contains("Weakness") || _graph.Text(name, "cwe-id") is not null ? D3fendKind.Weakness
            : ancestors.Contains("Artifact") || ancestors.Contains("DigitalArtifact") ? D3fendKind.Artifact
            : D3fendKind.Other;
    }

    /// <summary>What a defensive technique serves; kinds of a technique serve what it serves.</summary>
    public IEnumerable<string> TacticsOf(string name) => new[] { name }.Concat(AncestorsOf(name))
        .SelectMany(each => _from[each].Where(r => r.Property == "enables").Select(r => r.Target)).Where(tactic => tactic != "DefensiveTactic").Distinct();

    /// <summary>Living techniques of the given kind that act on what this one acts on.</summary>
    public IEnumerable<string> OnTheSame(string name, D3fendKind kind) => From(name)
        .Where(r => KindOf(r.Target) == D3fendKind.Artifact)
        .SelectMany(r => To(r.Target)).Select(r => r.Source).Where(other => KindOf(other) == kind).Distinct()
        .OrderBy(Label, StringComparer.Ordinal);

    /// <summary>"may access", "is a weakness of".</summary>
    public string Verb(string property)
    {
        string verb = (_graph.Text(property, "label") ?? property).Replace('-', ' ');
        return verb.EndsWith(" of", StringComparison.Ordinal) ? $"is a {verb}"
            : verb.EndsWith(" by", StringComparison.Ordinal) || verb.EndsWith(" with", StringComparison.Ordinal) ? $"is {verb}"
            : verb;
    }

    private bool IsClass(string name) => _graph.Links(name, "type").Contains("Class");

    private HashSet<string> AncestorsOf(string name)
    {
        if (_ancestors.TryGetValue(name, out HashSet<string>? known))
            return known;
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(ParentsOf(name));
        while (found.Count < MaxAncestors && open.TryDequeue(out string? next))
            if (found.Add(next))
                foreach (string parent in ParentsOf(next))
                    open.Enqueue(parent);
        return _ancestors[name] = found;
    }

    private IEnumerable<D3fendRelation> RelationsOf(string name)
    {
        foreach (string restriction in _graph.Links(name, "subClassOf").Where(parent => parent.StartsWith("_:", StringComparison.Ordinal)))
            foreach (string property in _graph.Links(restriction, "onProperty").Take(1))
                foreach (string target in _graph.Links(restriction, "someValuesFrom").Concat(_graph.Links(restriction, "hasValue")))
                    yield return new D3fendRelation(name, property, target);
        foreach (string property in _direct)
            foreach (string target in _graph.Links(name, property))
                yield return new D3fendRelation(name, property, target);
    }
}
