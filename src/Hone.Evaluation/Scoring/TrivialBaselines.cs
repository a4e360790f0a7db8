using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.Scoring;

/// <summary>
/// What answerers get who know nothing: a score that does not beat all of them has shown nothing. Gold letters are
/// skewed in published sets (always "C" is right for 37% of CTI-MCQ), and right answers tend to be the longest.
/// </summary>
internal static class TrivialBaselines
{
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<ItemRow> rows)
    {
        var baselines = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var asked = rows.Where(row => row.Gold is not null && row.ChoiceBytes is { Count: > 0 }).ToArray();
        if (asked.Length == 0)
            return baselines;
        double n = asked.Length;
        var letters = asked.Max(row => row.ChoiceBytes?.Count ?? 0);
        for (var letter = 0; letter < letters; letter++)
            baselines[$"always_{ChoiceItem.LetterOf(letter)}"] = asked.Count(row => row.Gold == letter) / n;
        baselines["majority"] = baselines.Values.Max();
        baselines["chance"] = asked.Sum(row => 1.0 / (row.ChoiceBytes?.Count ?? 1)) / n;
        baselines["longest_choice"] = asked.Sum(LongestIsGold) / n;
        return baselines;
    }

    /// <summary>1 where the longest choice is right; equally long ones share.</summary>
    private static double LongestIsGold(ItemRow row)
    {
        var bytes = row.ChoiceBytes ?? [];
        var longest = bytes.Max();
        return row.Gold is { } gold && gold < bytes.Count && bytes[gold] == longest ? 1.0 / bytes.Count(b => b == longest) : 0;
    }
}
