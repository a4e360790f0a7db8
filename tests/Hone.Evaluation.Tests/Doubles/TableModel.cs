using System.Runtime.CompilerServices;
using Hone.Core.Models;

namespace Hone.Evaluation.Tests.Doubles;

/// <summary>Answers from a table; counts what it is asked and can be told to be interrupted after some questions.</summary>
internal sealed class TableModel : ILanguageModel
{
    /// <summary>Log-likelihood of a continuation after any prompt.</summary>
    public Dictionary<string, double> Continuations { get; init; } = [];

    /// <summary>Log-likelihood of a text.</summary>
    public Dictionary<string, double> Texts { get; init; } = [];

    public int Asked { get; private set; }

    public List<string> Prompts { get; } = [];

    public int InterruptAfter { get; init; } = int.MaxValue;

    public string Name => "table";

    public int ContextLength => 1024;

    public IReadOnlyList<ContinuationScore> Score(string prompt, IReadOnlyList<string> continuations, CancellationToken cancel = default)
    {
        Count(prompt);
        return [.. continuations.Select(text => new ContinuationScore(Continuations[text], 1, false))];
    }

    public TextScore ScoreText(string text, CancellationToken cancel = default)
    {
        Count(text);
        return new TextScore(Texts[text], text.Length, text.Length);
    }

    public async IAsyncEnumerable<string> GenerateAsync(string prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        Count(prompt);
        await Task.CompletedTask;
        yield return "written after ";
        yield return prompt;
    }

    public void Dispose() { }

    private void Count(string prompt)
    {
        if (Asked >= InterruptAfter)
            throw new OperationCanceledException();
        Asked++;
        Prompts.Add(prompt);
    }
}
