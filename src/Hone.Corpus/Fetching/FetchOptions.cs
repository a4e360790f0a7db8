namespace Hone.Corpus.Fetching;

/// <summary>What a person asks of a fetch.</summary>
public sealed record FetchOptions
{
    /// <summary>The directory to fetch into.</summary>
    public required string To { get; init; }

    /// <summary>"attack", "attack:enterprise,ics", "all"; none: what the directory's lock has.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>"https://proxy.example/public", or "attack=https://..." for one source.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Hosts that may be asked besides those of the list, on a private network too.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How far back incremental sources go the first time.</summary>
    public DateOnly? Since { get; init; }
}

/// <summary>What a fetch did, a line a source.</summary>
public sealed record FetchReport(string To, IReadOnlyList<FetchedSource> Sources)
{
    public bool Failed => Sources.Any(source => source.State == "failed");
}

/// <param name="State">new, changed, unchanged or failed.</param>
/// <param name="Reference">How a recipe names it.</param>
public sealed record FetchedSource(string Name, string State, string Reference, string Licence, int Files, long Bytes)
{
    public string? Cursor { get; init; }

    /// <summary>What went wrong; what was there before is as it was.</summary>
    public string? Problem { get; init; }

    public string? Hint { get; init; }
}
