namespace Hone.Corpus.Fetching;

/// <summary>How long to be patient.</summary>
internal sealed record FetchLimits
{
    public static FetchLimits Default { get; } = new();

    /// <summary>Further attempts that bring nothing new, before a source is given up.</summary>
    public int Retries { get; init; } = 5;

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A server that asks for more than this is asked again another day.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>An answer that has not begun, or brings less than a kibibyte in this time, is broken off. NVD takes up to half a minute.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);
}
