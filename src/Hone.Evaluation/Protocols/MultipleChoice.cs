using System.Text;
using Hone.Core.Models;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Protocols;

/// <summary>Puts one question by one protocol. The row keeps every log-likelihood, so another rule can be applied later without the model.</summary>
internal static class MultipleChoice
{
    public static ItemRow Ask(ILanguageModel model, string benchmark, IProtocol protocol, ChoiceItem item, CancellationToken cancel)
    {
        var scores = model.Score(protocol.Prompt(item), protocol.Continuations(item), cancel);
        var bytes = item.Choices.Select(Encoding.UTF8.GetByteCount).ToArray();
        var logs = scores.Select(score => double.IsFinite(score.LogLikelihood) ? score.LogLikelihood : (double?)null).ToArray();
        return new ItemRow
        {
            Set = benchmark,
            Protocol = protocol.Name,
            Source = item.Source,
            Id = item.Id,
            Gold = item.Gold,
            Chosen = Choose(protocol, logs, bytes),
            LogLikelihoods = logs,
            ChoiceBytes = bytes,
        };
    }

    /// <summary>The winning choice; the first of equals. Null where the model gave no number to compare: a failure, counted as wrong.</summary>
    public static int? Choose(IProtocol protocol, IReadOnlyList<double?> logLikelihoods, IReadOnlyList<int> choiceBytes)
    {
        int? best = null;
        var bestRank = double.NegativeInfinity;
        for (var i = 0; i < logLikelihoods.Count; i++)
        {
            if (logLikelihoods[i] is not { } value)
                continue;
            var rank = protocol.Rank(value, choiceBytes[i]);
            if (best is null || rank > bestRank)
                (best, bestRank) = (i, rank);
        }
        return best;
    }
}
