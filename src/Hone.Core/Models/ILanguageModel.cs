using System.Text;

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

    /// <summary>Whether it was trained on conversations and <see cref="ReplyAsync"/> can be asked.</summary>
    bool CanChat => false;

    /// <summary>The assistant's answer to a conversation, piece by piece.</summary>
    IAsyncEnumerable<string> ReplyAsync(IReadOnlyList<ChatTurn> turns, GenerationOptions options, CancellationToken cancel = default)
        => throw new NotSupportedException($"{Name} continues text; it was not trained on conversations");

    /// <summary>The whole continuation of a prompt.</summary>
    async Task<GeneratedText> CompleteAsync(string prompt, GenerationOptions options, CancellationToken cancel = default)
    {
        var text = new StringBuilder();
        await foreach (var piece in GenerateAsync(prompt, options, cancel))
            text.Append(piece);
        return new GeneratedText(text.ToString());
    }

    /// <summary>The continuations of many prompts, in their order; a model that can works on them at once.</summary>
    async Task<IReadOnlyList<GeneratedText>> CompleteAllAsync(IReadOnlyList<string> prompts, GenerationOptions options, CancellationToken cancel = default)
    {
        var texts = new List<GeneratedText>();
        foreach (var prompt in prompts)
            texts.Add(await CompleteAsync(prompt, options, cancel));
        return texts;
    }
}

/// <summary>Sum of the log-probabilities of a continuation's tokens, and whether greedy decoding would have produced it.</summary>
public sealed record ContinuationScore(double LogLikelihood, int Tokens, bool IsGreedy);

/// <summary>Sum of the log-probabilities of a text's tokens; bits per byte follow from it.</summary>
public sealed record TextScore(double LogLikelihood, int Tokens, int Bytes);
