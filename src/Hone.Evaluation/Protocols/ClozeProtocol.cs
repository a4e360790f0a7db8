using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Protocols;

/// <summary>
/// The options are not shown; each is scored as the text that follows the question, per byte of the option so that
/// long ones are not punished for their length (the "acc_norm" convention). The default for a small base model.
/// </summary>
internal sealed class ClozeProtocol : IProtocol
{
    public string Name => "cloze";

    public string Prompt(ChoiceItem item) => $"Question: {item.Question}\nAnswer:";

    public IReadOnlyList<string> Continuations(ChoiceItem item) => [.. item.Choices.Select(choice => $" {choice}")];

    public double Rank(double logLikelihood, int choiceBytes) => logLikelihood / choiceBytes;
}
