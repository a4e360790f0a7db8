using Hone.Core;
using Hone.Evaluation.Answers;
using Hone.Evaluation.Logs;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.CtiBench;

/// <summary>What counts, over which rows: small sheets whose scores can be worked out by hand.</summary>
public class CtiScoresTests
{
    private const string High = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"; // 9.8
    private const string Low = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"; // 6.1

    [Fact]
    public void Mcq_RefusalsCount_UnreadableAnswersDoNot()
    {
        var scores = Score("cti-mcq", "GT\tm\nA\tA\nb\tB\nC\tX\nD\tcannot say\nD\t\n");

        Assert.Equal((2 / 3.0, 3, 3), Of(scores, "ctibench", "accuracy"));
        Assert.Equal((2 / 5.0, 5, 3), Of(scores, "ctibench-all-rows", "accuracy"));
    }

    [Fact]
    public void Rcm_RowsWithoutAnId_LeaveTheOfficialDenominatorOnly()
    {
        var scores = Score("cti-rcm", "GT\tm\nCWE-79\tCWE-79\nCWE-79\tCWE-80 then CWE-79\nCWE-20\tno idea\nCWE-20\t20\n");

        Assert.Equal((1.0, 2, 2), Of(scores, "ctibench", "accuracy"));
        Assert.Equal((0.5, 4, 2), Of(scores, "ctibench-all-rows", "accuracy"));
        Assert.Equal((0.5, 4, 1), Of(scores, "openbench", "accuracy"));
        Assert.Equal(0.5, scores[0].Baselines["majority"]);
    }

    [Fact]
    public void Vsp_RowWithoutAVector_IsSkippedOrAsFarOffAsCanBe()
    {
        var scores = Score("cti-vsp", $"GT\tm\n{High}\t{Low}\n{Low}\tnone\n");

        Assert.Equal(3.7, scores[0].Value!.Value, 1e-9);
        Assert.Equal((1, 1), (scores[0].N, scores[0].ParseFailures));
        Assert.Equal((3.7 + 6.1) / 2, scores[1].Value!.Value, 1e-9);
        Assert.Equal(2, scores[1].N);
        Assert.Equal((0.5, 2, 1), Of(scores, "exact", "AV"));
        Assert.Equal((0.0, 2, 1), Of(scores, "exact", "vector"));
    }

    [Fact]
    public void Ate_MacroAndMicro_DifferAsTheyShould()
    {
        var scores = Score("cti-ate", "GT\tm\nT1001, T1002\tT1001\nT1003\tnothing\nT1004\tT1004.002\n");

        Assert.Equal((2 / 3.0 + 1) / 3, Of(scores, "openbench", "f1_macro").Value, 1e-9);
        Assert.Equal(2 * 2 / 6.0, Of(scores, "openbench", "f1_micro").Value, 1e-9);
        Assert.Equal((1.0, 2, 1), Of(scores, "openbench", "precision"));
        Assert.Equal(2 / 3.0, Of(scores, "openbench-all-rows", "precision").Value, 1e-9);
        Assert.Equal((1 / 3.0, 3, 1), Of(scores, "openbench", "exact_match"));
    }

    [Fact]
    public void Taa_MissingValueInTheGraph_JoinsStrangersOnlyWithTheFault()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("alias_dict.json", """{"red fox":["vulpes"],"grey owl":["strix"]}""");
        directory.Write("related_dict.json", """{"red fox":["nan","den mates"],"grey owl":["nan"]}""");
        var sheet = directory.Write("a.tsv", "GT\tm\nRed Fox \tvulpes\nRed Fox\tden mates\nRed Fox\tStrix\nGrey Owl\tX\nGrey Owl\tI say it is STRIX.\n");

        var scores = AnswerScoring.Score("cti-taa", sheet, null).Models[0].Scores;

        Assert.Equal((0.2, 5, 1), Of(scores, "ctibench", "correct"));
        Assert.Equal((0.6, 5, 1), Of(scores, "ctibench", "plausible"));
        Assert.Equal((0.4, 5, 1), Of(scores, "ctibench-no-nan", "plausible"));
        Assert.Equal((0.4, 5, 1), Of(scores, "first-name", "correct"));
        Assert.Equal(1.0, scores[1].Baselines["best_constant"]);
    }

    [Fact]
    public void Taa_TablesInTheDataFolder_AreFoundAsPickles()
    {
        using var directory = new TemporaryDirectory();
        using var tables = new TemporaryDirectory();
        // {"fox": ["vulpes"]} and {}, as protocol 4 writes them.
        File.WriteAllBytes(tables.In("alias_dict.pickle"), [0x80, 4, .. "}"u8, 0x94, 0x8C, 3, .. "fox"u8, 0x94, .. "]"u8, 0x94, 0x8C, 6, .. "vulpes"u8, 0x94, .. "as."u8]);
        File.WriteAllBytes(tables.In("related_dict.pickle"), [0x80, 4, .. "}."u8]);

        var scores = AnswerScoring.Score("cti-taa", directory.Write("a.tsv", "GT\tm\nFox\tVulpes\nFox\towl\n"), tables.Path).Models[0].Scores;

        Assert.Equal((0.5, 2, 0), Of(scores, "ctibench", "correct"));
    }

    [Fact]
    public void Taa_WithoutItsTables_SaysWhatIsMissing()
    {
        var error = Assert.Throws<UserError>(() => Score("cti-taa", "GT\tm\nRed Fox\tvulpes\n"));

        Assert.Contains("alias_dict", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_NothingReadable_HasNoOfficialValue()
    {
        var score = Score("cti-rcm", "GT\tm\nCWE-79\tno\n")[0];

        Assert.Equal((null, 0, 1), (score.Value, score.N, score.ParseFailures));
        Assert.Null(score.Low);
    }

    private static (double Value, int N, int Failures) Of(IReadOnlyList<ScoreRow> scores, string protocol, string metric)
    {
        var score = scores.Single(s => s.Protocol == protocol && s.Metric == metric);
        return (score.Value!.Value, score.N, score.ParseFailures);
    }

    private static IReadOnlyList<ScoreRow> Score(string benchmark, string sheet)
    {
        using var directory = new TemporaryDirectory();
        return AnswerScoring.Score(benchmark, directory.Write("a.tsv", sheet), null).Models[0].Scores;
    }
}
