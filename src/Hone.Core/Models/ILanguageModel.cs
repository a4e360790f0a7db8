namespace Hone.Core.Models;

/// <summary>
/// A language model as evaluation and instruction building see it: a local engine, a remote endpoint and a test double
/// are the same to them. Log-likelihoods are natural logarithms.
/// </summary>
public interface ILanguageModel : IDisposable
{
    string Name { get; }

    /// <summary>Most tokens a prompt and its continuation may have together.</summary>
    int ContextLength { get; }

    /// <summary>Log-likelihood of each continuation after the prompt. The prompt is computed once. A prompt too long for the context loses its beginning.</summary>
    IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default);

    /// <summary>Log-likelihood of a whole text, read in windows where it is longer than the context.</summary>
    TextScore ScoreText(string text, CancellationToken cancel = default);

    /// <summary>Continues the prompt, piece by piece as the text comes.</summary>
    IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, CancellationToken cancel = default);
}

/// <summary>Sum of the log-probabilities of a continuation's tokens, and whether greedy decoding would have produced it.</summary>
public sealed record ContinuationScore(double LogLikelihood, int Tokens, bool IsGreedy);

/// <summary>Sum of the log-probabilities of a text's tokens; bits per byte follow from it.</summary>
public sealed record TextScore(double LogLikelihood, int Tokens, int Bytes);

/// <summary>How to choose the next token. Temperature 0 takes the likeliest.</summary>
public sealed record GenerationOptions
{
    public int MaxTokens { get; init; } = 256;
    public float Temperature { get; init; }
    public int TopK { get; init; }
    public float TopP { get; init; } = 1f;
    public ulong Seed { get; init; }
    public IReadOnlyList<string> Stop { get; init; } = [];
}
