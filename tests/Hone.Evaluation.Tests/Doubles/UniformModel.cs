using System.Runtime.CompilerServices;
using System.Text;
using Hone.Core.Models;

namespace Hone.Evaluation.Tests.Doubles;

/// <summary>Finds every byte equally likely, one token a byte: exactly 8 bits per byte on any text.</summary>
internal sealed class UniformModel : ILanguageModel
{
    public string Name => "uniform";

    public int ContextLength => 1024;

    public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default) =>
        [.. continuations.Select(text => new ContinuationScore(LogLikelihood(text), Encoding.UTF8.GetByteCount(text), false))];

    public TextScore ScoreText(string text, CancellationToken cancel = default) =>
        new(LogLikelihood(text), Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetByteCount(text));

    public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await Task.CompletedTask;
        for (var i = 0; i < options.MaxTokens; i++)
            yield return "x";
    }

    public void Dispose() { }

    private static double LogLikelihood(string text) => -Encoding.UTF8.GetByteCount(text) * double.Log(256);
}
