namespace Hone.Engine.Generation;

/// <summary>How the next token is chosen. Temperature 0 takes the likeliest; top-k 0 and top-p 1 cut nothing off.</summary>
public sealed record SamplingOptions
{
    public int MaxTokens { get; init; } = 256;
    public float Temperature { get; init; }
    public int TopK { get; init; }
    public float TopP { get; init; } = 1f;
    public ulong Seed { get; init; }
    public IReadOnlyList<int> StopTokens { get; init; } = [];
}
