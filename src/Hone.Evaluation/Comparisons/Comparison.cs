using Hone.Evaluation.Logs;
using Hone.Evaluation.Protocols;

namespace Hone.Evaluation.Comparisons;

/// <summary>
/// Two evaluation logs of the same items: what is better, what is worse, and what the sets cannot tell. Pairing the items
/// removes their own difficulty from the noise, so far smaller differences show than two separate intervals suggest.
/// </summary>
public static class Comparison
{
    /// <summary>One row a set and protocol that both logs have, in the order of the first.</summary>
    public static IReadOnlyList<ComparisonRow> Compare(EvalLog before, EvalLog after)
    {
        var later = after.Items.ToDictionary(item => item.Key);
        var rows = new List<ComparisonRow>();
        foreach (var score in before.Scores.Where(score => score.Part is null))
        {
            var pairs = before.Items.Where(item => item.Set == score.Name && item.Protocol == score.Protocol)
                .Select(item => (Before: item, After: later.GetValueOrDefault(item.Key))).Where(pair => pair.After is not null)
                .Select(pair => new ItemPair(pair.Before, pair.After ?? pair.Before)).ToArray();
            var row = score.Protocol == BitsPerByte.Name ? TextComparison.Of(score, pairs, before.Confidence, before.Seed) : ChoiceComparison.Of(score, pairs, before.Confidence, before.Seed);
            if (row is not null)
                rows.Add(row);
        }
        return ChoiceComparison.Corrected(rows, before.Confidence);
    }
}

/// <summary>The same item as both models answered it.</summary>
internal readonly record struct ItemPair(ItemRow Before, ItemRow After);
