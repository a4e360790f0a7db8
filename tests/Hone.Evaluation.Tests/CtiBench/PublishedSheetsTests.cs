using Hone.Evaluation.Answers;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.CtiBench;

/// <summary>The publisher's sheets of five models give the published figures, where a data-unpacked folder lies beside the repository.</summary>
public class PublishedSheetsTests
{
    private static readonly string[] Models = ["ChatGPT-3.5", "ChatGPT-4", "Gemini-1.5", "LLAMA3-70B", "LLAMA3-8B"];

    [Theory]
    [InlineData("cti-mcq", "ctibench", "accuracy", 0.5412, 0.7100, 0.6544, 0.6576, 0.6132)]
    [InlineData("cti-rcm-2021", "ctibench", "accuracy", 627 / 1000.0, 680 / 1000.0, 647 / 995.0, 607 / 999.0, 483 / 1000.0)]
    [InlineData("cti-rcm-2021", "ctibench-all-rows", "accuracy", 0.627, 0.680, 0.647, 0.607, 0.483)]
    [InlineData("cti-vsp", "ctibench", "mean_absolute_deviation", 1.5743, 1.3100, 1.0911, 1.8292, 1.9076)]
    [InlineData("cti-vsp", "exact", "vector", 0.160, 0.244, 0.325, 0.219, 0.060)]
    [InlineData("cti-taa", "ctibench", "correct", 0.44, 0.52, 0.38, 0.52, 0.28)]
    [InlineData("cti-taa", "ctibench", "plausible", 0.62, 0.86, 0.74, 0.80, 0.36)]
    [InlineData("cti-taa", "ctibench-no-nan", "plausible", 0.62, 0.84, 0.72, 0.78, 0.36)]
    public void Score_PublishedSheet_GivesThePublishedFigures(string benchmark, string protocol, string metric, params double[] published)
    {
        var report = Score(benchmark);

        Assert.Equal(Models, report.Models.Select(model => model.Model));
        Assert.Equal(published, report.Models.Select(model => model.Scores.Single(s => s.Protocol == protocol && s.Metric == metric).Value!.Value), (a, b) => double.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData("cti-mcq", "accuracy", "majority", 0.3712)]
    [InlineData("cti-rcm-2021", "accuracy", "majority", 0.220)]
    [InlineData("cti-vsp", "mean_absolute_deviation", "best_constant", 1.5381)]
    [InlineData("cti-vsp", "AC", "majority", 0.972)]
    [InlineData("cti-taa", "correct", "best_constant", 0.14)]
    [InlineData("cti-taa", "plausible", "best_constant", 0.58)]
    public void Score_PublishedSheet_HasTheKnownTrivialScores(string benchmark, string metric, string baseline, double value) =>
        Assert.Equal(value, Score(benchmark).Models[0].Scores.First(s => s.Metric == metric).Baselines[baseline], 1e-9);

    [Theory]
    [InlineData("cti-mcq")]
    [InlineData("cti-rcm-2021")]
    [InlineData("cti-vsp")]
    public void Score_PublishedSheetWithTheQuestions_IsTheSame(string benchmark)
    {
        var data = PublishedData.Find("benchmarks", "cti-bench", "data", $"{benchmark}.tsv");

        Assert.Equal(Score(benchmark).Models.Select(m => m.Headline.Value), Score(benchmark, data).Models.Select(m => m.Headline.Value));
    }

    [Fact]
    public void Score_AteGoldAsAnswers_IsPerfect()
    {
        using var directory = new TemporaryDirectory();
        var data = PublishedData.Find("benchmarks", "cti-bench", "data", "cti-ate.tsv");
        var rows = GoldFile.Read(data);
        var answers = directory.Write("a.jsonl", string.Concat(rows.Select(row => $"{{\"id\":\"{row.Id}\",\"answer\":\"Reasons.\\n{row.Gold}\"}}\n")));

        var scores = AnswerScoring.Score("cti-ate", answers, data).Models[0].Scores;

        Assert.Equal(60, rows.Count);
        Assert.All(scores, score => Assert.Equal((1.0, 60), (score.Value, score.N)));
        Assert.InRange(scores[0].Baselines["most_frequent"], 0.1, 0.5);
    }

    private static AnswerReport Score(string benchmark, string? data = null) =>
        AnswerScoring.Score(benchmark, PublishedData.Find("benchmarks", "cti-bench", "evaluation", "responses", $"{benchmark}-responses.tsv"), data);
}
