using Hone.Corpus.Sources.Yaml;

namespace Hone.Corpus.Sources.Detections;

/// <summary>A rule and what it has from the global part of its file.</summary>
/// <param name="own">Its own document.</param>
/// <param name="global">The part that is added to it, if there is one.</param>
/// <param name="number">Its place among the rules of the file, from 1.</param>
internal sealed class SigmaRule(YamlDocument own, YamlDocument? global, int number)
{
    public int Number => number;

    public string? Title => Text("title") is { } title ? MarkdownBuilder.OneLine(title) : null;

    /// <summary>Rules of one global part share its id and are told apart by their number.</summary>
    public string? Id => own.Root.Text("id") ?? (global?.Root.Text("id") is { } id ? $"{id}-{number}" : null);

    public bool IsCorrelation => own.Root.Child("correlation") is not null;

    /// <summary>The log source, the detection and the correlation, as they are written.</summary>
    public string? Code => !Has("detection") && !Has("correlation") ? null
        : string.Join('\n', new[] { "logsource", "detection", "correlation", "filter" }.Select(Section).OfType<string>());

    public string? Text(string key) => own.Root.Text(key) ?? global?.Root.Text(key);

    public IReadOnlyList<string> Texts(string key) => own.Root.Texts(key) is { Count: > 0 } texts ? texts : global?.Root.Texts(key) ?? [];

    public string? LogSource(string key) => own.Root.Child("logsource")?.Text(key) ?? global?.Root.Child("logsource")?.Text(key);

    /// <summary>What follows the name space of the tags: "t1003.001" of "attack.t1003.001".</summary>
    public IEnumerable<string> Tags(string space) => Texts("tags")
        .Where(tag => tag.Length > space.Length && tag[space.Length] == '.' && tag.StartsWith(space, StringComparison.OrdinalIgnoreCase))
        .Select(tag => tag[(space.Length + 1)..].Trim());

    private bool Has(string key) => own.Root.Child(key) is not null || global?.Root.Child(key) is not null;

    /// <summary>The global part's lines, then the rule's own under the same key.</summary>
    private string? Section(string key) => (global?.Section(key), own.Section(key)) switch
    {
        ({ } shared, { } added) when added.IndexOf('\n', StringComparison.Ordinal) is > 0 and var first => shared + added[first..],
        var (shared, added) => added ?? shared,
    };
}
