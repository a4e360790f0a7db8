using System.Text;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Protocols;

/// <summary>
/// The prompt lists the lettered options and ends with "Answer:"; the letter likeliest to follow is the answer.
/// Small base models are near chance here whatever they know: they have not learned that a letter stands for an option.
/// </summary>
internal sealed class LetterProtocol : IProtocol
{
    public string Name => "letter";

    // A publisher's own prompt asks for the letter in words; the closing "Answer:" is ours, so that a letter comes next.
    public string Prompt(ChoiceItem item) => item.LetterPrompt is { } own ? $"{own}\nAnswer:" : item.Shots + Block(item);

    public IReadOnlyList<string> Continuations(ChoiceItem item) =>
        [.. Enumerable.Range(0, item.Choices.Count).Select(i => $" {ChoiceItem.LetterOf(i)}")];

    public double Rank(double logLikelihood, int choiceBytes) => logLikelihood;

    /// <summary>The question with its options, ended by "Answer:", as MMLU's authors wrote it.</summary>
    public static string Block(ChoiceItem item)
    {
        var text = new StringBuilder(item.Question).Append('\n');
        for (var i = 0; i < item.Choices.Count; i++)
            text.Append(ChoiceItem.LetterOf(i)).Append(". ").Append(item.Choices[i]).Append('\n');
        return text.Append("Answer:").ToString();
    }
}
