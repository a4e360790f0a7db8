using Hone.Evaluation.Answers;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTI-MCQ by three rules. <c>ctibench</c>: the publisher's last-line parser; accuracy over rows whose answer is A, B, C, D or X, where
/// X stands for a refusal or an error and counts as wrong; what is none of these was "fixed by hand" there and leaves the denominator
/// here. <c>ctibench-all-rows</c>: the same answers over all rows. <c>openbench</c>: the first letter that looks like an answer.
/// </summary>
internal sealed class CtiMcqAnswers : IAnswerBenchmark, IAnswerScorer
{
    private const string Letters = "ABCD";

    public string Name => "cti-mcq";

    public string GoldForm => "a letter from A to D";

    public bool IsGold(string text) => text.Trim() is [var letter] && Letters.Contains(char.ToUpperInvariant(letter), StringComparison.Ordinal);

    public IAnswerScorer Open(AnswerPlaces places) => this;

    public AnswerScores Score(IReadOnlyList<AnsweredItem> items)
    {
        var baselines = Baselines(items);
        Judged[] official = [.. items.Select(item => Judge(item, item.Text is null ? null : LastLineLetter.Parse(item.Text)))];
        Judged[] first = [.. items.Select(item => Judge(item, item.Text is null ? null : FirstLetter.Parse(item.Text)))];
        return new AnswerScores(
        [
            Shares.Counted(new ScoreName(Name, "ctibench", "accuracy", Headline: true), official, baselines),
            Shares.AllRows(new ScoreName(Name, "ctibench-all-rows", "accuracy"), official, baselines),
            Shares.AllRows(new ScoreName(Name, "openbench", "accuracy"), first, baselines),
        ], Shares.Items(items, official));
    }

    private static Judged Judge(AnsweredItem item, string? answer) =>
        answer?.ToUpperInvariant() is not [var letter] ? default
        : Letters.Contains(letter, StringComparison.Ordinal) ? new Judged(letter.ToString(), Gold(item) == letter, Counted: true)
        : new Judged(null, Right: false, Counted: letter == 'X');

    private static char Gold(AnsweredItem item) => char.ToUpperInvariant(item.Gold.Trim()[0]);

    private static SortedDictionary<string, double> Baselines(IReadOnlyList<AnsweredItem> items)
    {
        var baselines = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var letter in Letters)
            baselines[$"always_{letter}"] = items.Count(item => Gold(item) == letter) / (double)items.Count;
        baselines["majority"] = baselines.Values.Max();
        baselines["chance"] = 1.0 / Letters.Length;
        return baselines;
    }
}
