namespace Hone.Engine.Generation;

/// <summary>Bounds of what runs at once.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads; 0: one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Sequences in one pass.</summary>
    public int MostSequences { get; init; } = 64;

    /// <summary>Requests that run or wait.</summary>
    public int MostRequests { get; init; } = 1024;

    /// <summary>Tokens in one pass: prompts longer than this are read in several, between which other answers go on.</summary>
    public int StepTokens { get; init; } = 256;

    /// <summary>Memory for keys and values, taken as it is needed; 0: a quarter of the machine's. It bounds a sequence's length too.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Of it, most that is kept for prompts to come that begin alike.</summary>
    public long PrefixBytes { get; init; } = 256L << 20;

    /// <summary>Keep keys and values as bf16: half the memory and the traffic, errors of up to 1/256 of each number.</summary>
    public bool HalfCache { get; init; }

    /// <summary>Adapters in memory at once.</summary>
    public int MostAdapters { get; init; } = 32;
}
