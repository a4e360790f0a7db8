using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTI-ATE: the ATT&amp;CK techniques of a text. The publisher released no parser and no scorer, so a score needs its rule's name:
/// <c>openbench</c> takes ids from anywhere in the answer, <c>last-line</c> only from where the prompt asks for them; both fold
/// sub-techniques. F1 as the mean over texts (macro) and over all ids together (micro); openbench's precision leaves
/// out texts without an id, so <c>openbench-all-rows</c> has it with them, as 0.
/// </summary>
internal sealed class CtiAteAnswers : IAnswerBenchmark, IAnswerScorer
{
    private const int MostGold = 1000;
    private const int LargestConstant = 40;

    public string Name => "cti-ate";

    public string GoldForm => "a list of technique ids such as T1059, T1071";

    public bool IsGold(string text) => text.Length < 20 * MostGold && text.Split(',').All(id => TechniqueIds.IsId(id.Trim()));

    public IAnswerScorer Open(AnswerPlaces places) => this;

    public AnswerScores Score(IReadOnlyList<AnsweredItem> items)
    {
        HashSet<string>[] golds = [.. items.Select(item => item.Gold.Split(',').Select(id => id.Trim().ToUpperInvariant()[..5]).ToHashSet(StringComparer.Ordinal))];
        Overlap[] anywhere = [.. items.Select((item, i) => Overlap.Of(TechniqueIds.Anywhere(item.Text ?? ""), golds[i]))];
        Overlap[] lastLine = [.. items.Select((item, i) => Overlap.Of(TechniqueIds.OnLastLine(item.Text ?? ""), golds[i]))];
        var constants = Constants(golds);
        var scores = Of("openbench", anywhere, constants, headline: true).Concat(Of("last-line", lastLine, constants, headline: false));
        return new AnswerScores([.. scores], [.. items.Select((item, i) => Shares.Item(item, anywhere[i].Said.Count == 0 ? null : anywhere[i].ToString(), anywhere[i].F1))]);
    }

    private IEnumerable<ScoreRow> Of(string protocol, Overlap[] texts, Dictionary<string, (double Macro, double Micro)> constants, bool headline)
    {
        var failures = texts.Count(text => text.Said.Count == 0);
        var macro = constants.ToDictionary(c => c.Key, c => c.Value.Macro);
        var micro = constants.ToDictionary(c => c.Key, c => c.Value.Micro);
        yield return Shares.Mean(new ScoreName(Name, protocol, "f1_macro", headline), [.. texts.Select(t => t.F1)], failures, macro);
        yield return Shares.Ratio(new ScoreName(Name, protocol, "f1_micro"), [.. texts.Select(t => 2.0 * t.Both)], [.. texts.Select(t => (double)(t.Said.Count + t.Gold))], failures, micro);
        yield return Shares.Mean(new ScoreName(Name, protocol, "precision"), [.. texts.Where(t => t.Said.Count > 0).Select(t => t.Precision)], failures, Shares.NoBaselines);
        yield return Shares.Mean(new ScoreName(Name, $"{protocol}-all-rows", "precision"), [.. texts.Select(t => t.Precision)], failures, Shares.NoBaselines);
        yield return Shares.Mean(new ScoreName(Name, protocol, "recall"), [.. texts.Select(t => t.Recall)], failures, Shares.NoBaselines);
        yield return Shares.Of(new ScoreName(Name, protocol, "exact_match"), texts.Count(t => t.IsExact), texts.Length, failures, Shares.NoBaselines);
    }

    /// <summary>Who always names the most frequent techniques, as many as is best for the macro F1.</summary>
    private static Dictionary<string, (double Macro, double Micro)> Constants(HashSet<string>[] golds)
    {
        string[] frequent = [.. golds.SelectMany(gold => gold).CountBy(id => id).OrderByDescending(id => id.Value).ThenBy(id => id.Key, StringComparer.Ordinal).Select(id => id.Key).Take(LargestConstant)];
        var best = Enumerable.Range(1, frequent.Length).Select(k =>
        {
            Overlap[] texts = [.. golds.Select(gold => Overlap.Of([.. frequent[..k]], gold))];
            return (Macro: texts.Average(t => t.F1), Micro: 2.0 * texts.Sum(t => t.Both) / texts.Sum(t => t.Said.Count + t.Gold));
        }).MaxBy(score => score.Macro);
        return new Dictionary<string, (double, double)> { ["most_frequent"] = best };
    }

    /// <summary>Two sets of ids: said and right. No text has an empty gold.</summary>
    private sealed record Overlap(SortedSet<string> Said, int Gold, int Both)
    {
        public static Overlap Of(SortedSet<string> said, HashSet<string> gold) => new(said, gold.Count, said.Count(gold.Contains));

        public double Precision => Said.Count == 0 ? 0 : Both / (double)Said.Count;

        public double Recall => Both / (double)Gold;

        public double F1 => 2.0 * Both / (Said.Count + Gold);

        public bool IsExact => Both == Gold && Said.Count == Gold;

        public override string ToString() => string.Join(", ", Said.Take(12));
    }
}
