using System.Text.Json.Nodes;
using Hone.Evaluation.Comparisons;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Scoring;

namespace Hone.Evaluation.Tests.Comparisons;

public class ComparisonTests
{
    [Fact]
    public void Compare_EveryDocumentTenthBetter_LearnedExactlyTenPercent()
    {
        var before = Texts(40, i => 100 + i);

        var row = Assert.Single(Comparison.Compare(before, Texts(40, i => 0.9 * (100 + i))));

        Assert.Equal(-10, row.Difference, 9);
        Assert.Equal(-10, row.Low, 9);
        Assert.Equal(-10, row.High, 9);
        Assert.Equal(Verdict.Learned, row.Verdict);
        Assert.Equal("learned", row.VerdictWords);
        Assert.Equal(40, row.N);
    }

    [Fact]
    public void Compare_WorseOnAll_Forgot() =>
        Assert.Equal(Verdict.Forgot, Assert.Single(Comparison.Compare(Texts(40, i => 100 + i), Texts(40, i => 103 + i))).Verdict);

    [Fact]
    public void Compare_BetterHereWorseThere_ShowsNoDifference()
    {
        var row = Assert.Single(Comparison.Compare(Texts(40, _ => 100), Texts(40, i => i % 2 == 0 ? 105 : 95)));

        Assert.Equal(Verdict.NoDifferenceShown, row.Verdict);
        Assert.InRange(row.SmallestShown, 1, 2.2);
    }

    [Fact]
    public void Compare_NineDocuments_ShowNothingHoweverMuchTheyChange() =>
        Assert.Equal(Verdict.NoDifferenceShown, Assert.Single(Comparison.Compare(Texts(9, _ => 100), Texts(9, _ => 50))).Verdict);

    [Fact]
    public void Compare_SameLog_IsZero()
    {
        var log = Choices(100, i => i % 3 == 0);

        var row = Assert.Single(Comparison.Compare(log, log));

        Assert.Equal((0.0, 0.0, 0.0, 1.0), (row.Difference, row.Low, row.High, row.PValue ?? 0));
        // Six answers all changing one way: 2 / 2^6 = 0.03 < 0.05, and five would be 0.06.
        Assert.Equal(6, row.SmallestShown, 9);
    }

    [Fact]
    public void Compare_TwelveWonTwoLost_McNemarDecides()
    {
        var row = Assert.Single(Comparison.Compare(Trivially(0.2, Choices(200, i => i < 50)), Choices(200, i => i is >= 2 and < 62)));

        Assert.Equal(5, row.Difference, 9);
        // 2 (1 + 14 + 91) / 2^14
        Assert.Equal(212.0 / 16384, row.PValue ?? 0, 9);
        Assert.Equal(Verdict.Learned, row.Verdict);
        // Of 14 changed answers 12 : 2 (surplus 10) shows a difference, 11 : 3 (p = 0.057) does not.
        Assert.Equal(5, row.SmallestShown, 9);
    }

    [Fact]
    public void Compare_BetterButBelowTheTrivialAnswerer_IsNotCalledLearned()
    {
        var before = Trivially(0.4, Choices(200, i => i < 50));
        var after = Trivially(0.4, Choices(200, i => i is >= 2 and < 62));

        Assert.Equal(Verdict.NoBetterThanTrivial, Assert.Single(Comparison.Compare(before, after)).Verdict);
        Assert.Equal(Verdict.Learned, Assert.Single(Comparison.Compare(Trivially(0.2, before), Trivially(0.2, after))).Verdict);
    }

    private static EvalLog Trivially(double accuracy, EvalLog log) => log with
    {
        Scores = [.. log.Scores.Select(score => score with { Baselines = new Dictionary<string, double> { ["majority"] = accuracy } })],
    };

    [Fact]
    public void Compare_SecondBenchmark_IsCorrectedForAskingTwice()
    {
        // 12 : 4 alone is p = 0.0768; 11 : 3 is 0.0574; 12 : 3 is 0.0352, which doubled no longer shows a difference.
        var before = Join(Choices(200, i => i < 50), Choices(200, i => i < 50, "cti-mcq"));
        var after = Join(Choices(200, i => i is >= 3 and < 62), Choices(200, i => i < 50, "cti-mcq"));

        var rows = Comparison.Compare(before, after);

        Assert.Equal(2 * 0.03515625, rows[0].PValue ?? 0, 9);
        Assert.Equal(Verdict.NoDifferenceShown, rows[0].Verdict);
    }

    [Fact]
    public void Compare_ItemsOnlyOneLogHas_AreLeftOut() =>
        Assert.Equal(60, Assert.Single(Comparison.Compare(Choices(100, _ => true), Choices(60, _ => true))).N);

    private static EvalLog Texts(int count, Func<int, double> nats) =>
        Log("domain", "bits-per-byte", [.. Enumerable.Range(0, count).Select(i => new ItemRow { Set = "domain", Protocol = "bits-per-byte", Id = $"{i}", Nats = nats(i), Bytes = 100 })]);

    private static EvalLog Choices(int count, Func<int, bool> right, string set = "exam") =>
        Log(set, "cloze", [.. Enumerable.Range(0, count).Select(i => new ItemRow { Set = set, Protocol = "cloze", Id = $"{i}", Gold = 0, Chosen = right(i) ? 0 : 1, ChoiceBytes = [1, 1] })]);

    private static EvalLog Log(string set, string protocol, ItemRow[] items) => new()
    {
        Format = EvalLog.FormatName,
        Version = EvalLog.CurrentVersion,
        Spec = new JsonObject { ["confidence"] = 0.95, ["seed"] = 1UL },
        Scores = [.. new Scorer(0.95, 1).Score(set, protocol, items, new Dictionary<string, double>())],
        Items = items,
        Samples = [],
    };

    private static EvalLog Join(EvalLog first, EvalLog second) =>
        first with { Scores = [.. first.Scores, .. second.Scores], Items = [.. first.Items, .. second.Items] };
}
