namespace Hone.Corpus.Sources.Weaknesses;

/// <summary>A weakness of CWE as its three exports have it; each reader fills what its export says.</summary>
internal sealed record Weakness
{
    /// <summary>"787", without the "CWE-".</summary>
    public required string Number { get; init; }

    public required string Name { get; init; }
    public string? Abstraction { get; init; }
    public string? Status { get; init; }
    public string? Description { get; init; }
    public string? Extended { get; init; }
    public string? Likelihood { get; init; }
    public IReadOnlyList<string> Platforms { get; init; } = [];
    public IReadOnlyList<string> Background { get; init; } = [];
    public IReadOnlyList<string> AlternateTerms { get; init; } = [];
    public IReadOnlyList<string> Introduced { get; init; } = [];

    /// <summary>("ChildOf", "119").</summary>
    public IReadOnlyList<(string Nature, string Number)> Related { get; init; } = [];

    public IReadOnlyList<string> Consequences { get; init; } = [];
    public IReadOnlyList<string> Mitigations { get; init; } = [];
    public IReadOnlyList<string> Detections { get; init; } = [];
    public IReadOnlyList<Demonstration> Examples { get; init; } = [];
    public IReadOnlyList<string> Observed { get; init; } = [];
    public IReadOnlyList<string> AttackPatterns { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];

    public string Label => $"CWE-{Number} {Name}";
}

/// <summary>A demonstrative example: prose and code in turn.</summary>
internal sealed record Demonstration(IReadOnlyList<DemonstrationPart> Parts);

/// <summary>Prose, or code with its language and whether it is "Bad", "Good", "Attack", "Result" or "Informative".</summary>
internal sealed record DemonstrationPart(string Text, bool IsCode, string? Nature, string? Language);
