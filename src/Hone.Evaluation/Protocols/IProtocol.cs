using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Protocols;

/// <summary>How a multiple-choice question is put to a model and what counts as its answer. A score without its protocol's name means nothing.</summary>
internal interface IProtocol
{
    string Name { get; }

    string Prompt(ChoiceItem item);

    /// <summary>What may follow the prompt, one text a choice.</summary>
    IReadOnlyList<string> Continuations(ChoiceItem item);

    /// <summary>What the choice with the highest value wins by.</summary>
    double Rank(double logLikelihood, int choiceBytes);
}
