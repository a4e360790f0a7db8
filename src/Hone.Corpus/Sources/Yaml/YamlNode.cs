namespace Hone.Corpus.Sources.Yaml;

internal enum YamlKind
{
    Scalar,
    List,
    Map,
}

internal readonly record struct YamlEntry(string Key, int Line, YamlNode Value);

/// <summary>Foreign YAML without trust in its shape: what is missing or of another kind is null or empty.</summary>
internal sealed class YamlNode
{
    private readonly string _scalar = "";
    private readonly bool _plain;

    public YamlNode(string scalar, bool plain, int line) => (Kind, _scalar, _plain, Line) = (YamlKind.Scalar, scalar, plain, line);

    public YamlNode(IReadOnlyList<YamlNode> list, int line) => (Kind, List, Line) = (YamlKind.List, list, line);

    public YamlNode(IReadOnlyList<YamlEntry> map, int line) => (Kind, Map, Line) = (YamlKind.Map, map, line);

    public YamlKind Kind { get; }

    /// <summary>Of its file, from 1.</summary>
    public int Line { get; }

    public IReadOnlyList<YamlNode> List { get; } = [];

    public IReadOnlyList<YamlEntry> Map { get; } = [];

    /// <summary>The text of a scalar, or null where it is empty, null, a list or a map.</summary>
    public string? Scalar => Kind != YamlKind.Scalar || _scalar.AsSpan().Trim().IsEmpty || (_plain && _scalar is "~" or "null" or "Null" or "NULL") ? null : _scalar;

    public YamlNode? Child(string name)
    {
        foreach (YamlEntry entry in Map)
            if (entry.Key == name)
                return entry.Value;
        return null;
    }

    /// <summary>The trimmed scalar of a map.</summary>
    public string? Text(string name) => Child(name)?.Scalar?.Trim();

    public bool Flag(string name) => Text(name) is "true" or "True" or "TRUE" or "yes" or "on";

    /// <summary>The nodes of a list; one that stands where a list is usual is a list of one.</summary>
    public IReadOnlyList<YamlNode> Items(string name) => Child(name) switch
    {
        null => [],
        { Kind: YamlKind.List } list => list.List,
        { Kind: YamlKind.Scalar, Scalar: null } => [],
        { } single => [single],
    };

    /// <summary>The scalars of a list, or a single one.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(item => item.Scalar?.Trim()).OfType<string>()];

    /// <summary>The entries of a map.</summary>
    public IReadOnlyList<YamlEntry> Members(string name) => Child(name)?.Map ?? [];
}
