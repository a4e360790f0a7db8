using System.Text.RegularExpressions;
using Hone.Evaluation.Answers;

namespace Hone.Evaluation.CtiBench;

/// <summary>
/// CTI-RCM and CTI-RCM-2021: the weakness behind a CVE. <c>ctibench</c>: the last CWE id in the answer (or the whole answer, so that
/// "cwe-79" alone is one), exact match over rows whose answer begins with "CWE-": who writes no id is not counted.
/// <c>ctibench-all-rows</c>: the same over all rows. <c>openbench</c>: the first id, or failing that the first number; all rows.
/// </summary>
internal sealed partial class CtiRcmAnswers(string name) : IAnswerBenchmark, IAnswerScorer
{
    private const string Prefix = "CWE-";

    public string Name => name;

    public string GoldForm => "a CWE id such as CWE-79";

    public bool IsGold(string text) => text.Trim().Length < 16 && WholeId().IsMatch(text.Trim());

    public IAnswerScorer Open(AnswerPlaces places) => this;

    public AnswerScores Score(IReadOnlyList<AnsweredItem> items)
    {
        var baselines = new Dictionary<string, double> { ["majority"] = items.CountBy(Gold).Max(gold => gold.Value) / (double)items.Count };
        Judged[] official = [.. items.Select(item => Judge(item, item.Text is null ? null : LastId(item.Text)))];
        Judged[] first = [.. items.Select(item => Judge(item, item.Text is null ? null : FirstId(item.Text)))];
        return new AnswerScores(
        [
            Shares.Counted(new ScoreName(Name, "ctibench", "accuracy", Headline: true), official, baselines),
            Shares.AllRows(new ScoreName(Name, "ctibench-all-rows", "accuracy"), official, baselines),
            Shares.AllRows(new ScoreName(Name, "openbench", "accuracy"), first, baselines),
        ], Shares.Items(items, official));
    }

    private static string Gold(AnsweredItem item) => item.Gold.Trim().ToUpperInvariant();

    private static Judged Judge(AnsweredItem item, string? answer) =>
        answer is not null && answer.StartsWith(Prefix, StringComparison.Ordinal) ? new Judged(answer, answer == Gold(item), Counted: true) : default;

    public static string LastId(string text)
    {
        var last = default(Range?);
        foreach (var match in Id().EnumerateMatches(text))
            last = match.Index..(match.Index + match.Length);
        return last is { } range ? text[range] : text.ToUpperInvariant();
    }

    public static string? FirstId(string text)
    {
        if (IdAnyCase().Match(text) is { Success: true } id)
            return id.Value.ToUpperInvariant();
        return Number().Match(text) is { Success: true } number ? Prefix + number.Value : null;
    }

    [GeneratedRegex("CWE-[0-9]+")]
    private static partial Regex Id();

    [GeneratedRegex("[Cc][Ww][Ee]-[0-9]+")]
    private static partial Regex IdAnyCase();

    // \b[0-9]+\b without giving digits back: a run of digits stands alone or it does not.
    [GeneratedRegex(@"\b(?>[0-9]+)\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[Cc][Ww][Ee]-[0-9]+\z")]
    private static partial Regex WholeId();
}
