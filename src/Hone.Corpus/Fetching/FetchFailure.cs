namespace Hone.Corpus.Fetching;

/// <summary>Why something could not be fetched. It costs the source it belongs to and nothing else.</summary>
internal sealed class FetchFailure(string message, string? hint = null, Exception? inner = null) : Exception(message, inner)
{
    public string? Hint { get; } = hint;

    /// <summary>May go well the next time.</summary>
    public bool Transient { get; init; }

    /// <summary>The server knows no such thing.</summary>
    public bool Missing { get; init; }

    /// <summary>It came, and is not what it should be.</summary>
    public bool BadContent { get; init; }

    /// <summary>When the server said to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
