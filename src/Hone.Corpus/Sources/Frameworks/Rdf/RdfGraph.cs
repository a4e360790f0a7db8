namespace Hone.Corpus.Sources.Frameworks.Rdf;

/// <summary>A literal, or the name of another node.</summary>
internal readonly record struct RdfValue(string Text, bool IsLiteral);

/// <summary>
/// The statements of an ontology. Nodes and properties go by the last part of their addresses ("FileAnalysis", "label"): within
/// one ontology these are unique, and it makes the two notations, Turtle and JSON-LD, the same. Nodes without a name begin with "_:".
/// </summary>
internal sealed class RdfGraph
{
    /// <summary>Forty times the statements of the largest ontology read here.</summary>
    private const int MaxStatements = 4_000_000;

    private readonly Dictionary<string, Dictionary<string, List<RdfValue>>> _nodes = new(StringComparer.Ordinal);
    private int _statements;
    private int _unnamed;

    public IEnumerable<string> Names => _nodes.Keys.Where(name => !name.StartsWith("_:", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public string NewUnnamed() => string.Create(null, $"_:{++_unnamed}");

    /// <summary>Whether there was room.</summary>
    public bool Add(string subject, string property, RdfValue value)
    {
        if (++_statements > MaxStatements)
            return false;
        if (!_nodes.TryGetValue(subject, out Dictionary<string, List<RdfValue>>? node))
            _nodes[subject] = node = new Dictionary<string, List<RdfValue>>(StringComparer.Ordinal);
        if (!node.TryGetValue(property, out List<RdfValue>? values))
            node[property] = values = [];
        values.Add(value);
        return true;
    }

    public IReadOnlyList<RdfValue> Values(string subject, string property) =>
        _nodes.TryGetValue(subject, out Dictionary<string, List<RdfValue>>? node) && node.TryGetValue(property, out List<RdfValue>? values) ? values : [];

    public IEnumerable<string> Texts(string subject, string property) => Values(subject, property).Where(value => value.IsLiteral && value.Text.Length > 0).Select(value => value.Text);

    public string? Text(string subject, string property) => Texts(subject, property).FirstOrDefault();

    public IEnumerable<string> Links(string subject, string property) => Values(subject, property).Where(value => !value.IsLiteral).Select(value => value.Text);

    /// <summary>"FileAnalysis" of "http://.../d3fend.owl#FileAnalysis" and of "d3f:FileAnalysis".</summary>
    public static string LocalName(string address)
    {
        int at = address.LastIndexOf('#');
        if (at < 0)
            at = address.Contains("://", StringComparison.Ordinal) ? address.TrimEnd('/').LastIndexOf('/') : address.IndexOf(':', StringComparison.Ordinal);
        string name = at < 0 || at + 1 >= address.Length ? address : address[(at + 1)..];
        return name.TrimEnd('/');
    }
}
