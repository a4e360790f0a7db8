namespace Hone.Corpus.Sources.Detections;

/// <summary>A value of a rule's meta section, without quotes.</summary>
internal readonly record struct YaraMeta(string Key, string Value);

/// <summary>A YARA rule cut out of its file; or, where <see cref="Problem"/> is set, what could not be cut out and why.</summary>
internal sealed record YaraRule
{
    public required int Line { get; init; }

    public string Name { get; init; } = "";

    public string? Problem { get; init; }

    public bool IsPrivate { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<YaraMeta> Meta { get; init; } = [];

    /// <summary>The rule as it is written, less its meta section.</summary>
    public string Code { get; init; } = "";

    public string? Text(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
            foreach (YaraMeta meta in Meta)
                if (meta.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && meta.Value.Length > 0)
                    return meta.Value;
        return null;
    }
}
