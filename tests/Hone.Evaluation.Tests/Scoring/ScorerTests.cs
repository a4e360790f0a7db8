using Hone.Evaluation.Logs;
using Hone.Evaluation.Scoring;

namespace Hone.Evaluation.Tests.Scoring;

public class ScorerTests
{
    [Fact]
    public void Score_FourQuestions_HasAccuracyWilsonIntervalAndBaselines()
    {
        ItemRow[] rows = [Row("1", 2, 2, [1, 2, 9]), Row("2", 2, 0, [1, 2, 9]), Row("3", 0, 0, [4, 4, 1]), Row("4", 1, null, [5, 1, 1])];

        var score = Assert.Single(new Scorer(0.95, seed: 1).Score("exam", "cloze", rows, new Dictionary<string, double>()));

        Assert.Equal(0.5, score.Value);
        Assert.Equal(0.1500, score.Low ?? 0, 4);
        Assert.Equal(0.8500, score.High ?? 0, 4);
        Assert.Equal(1, score.ParseFailures);
        Assert.True(score.Headline);
        Assert.Equal(0.25, score.Baselines["always_A"]);
        Assert.Equal(0.25, score.Baselines["always_B"]);
        Assert.Equal(0.5, score.Baselines["always_C"]);
        Assert.Equal(0.5, score.Baselines["majority"]);
        Assert.Equal(1 / 3.0, score.Baselines["chance"], 12);
        // Longest is right in 1 and 2, shares with one other in 3, wrong in 4.
        Assert.Equal(2.5 / 4, score.Baselines["longest_choice"], 12);
    }

    [Fact]
    public void Score_TwoSources_AreBrokenDownForTheHeadlineOnly()
    {
        var rows = Enumerable.Range(0, 8).SelectMany(i => new[] { "letter", "cloze" }.Select(protocol => Row($"{i}", 0, i % 2, [1, 1]) with { Protocol = protocol, Source = i < 4 ? "a" : "b" })).ToArray();

        var scores = new Scorer(0.95, seed: 1).Score("exam", "cloze", rows, new Dictionary<string, double>()).ToArray();

        Assert.Equal(["letter/", "cloze/", "cloze/a", "cloze/b"], scores.Select(score => $"{score.Protocol}/{score.Part}"));
        Assert.Equal([8, 8, 4, 4], scores.Select(score => score.N));
    }

    [Fact]
    public void Score_Documents_HaveABootstrapIntervalAroundTheValue()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new ItemRow { Set = "domain", Protocol = "bits-per-byte", Source = "s", Id = $"{i}", Nats = 100 + i, Bytes = 100 }).ToArray();

        var score = Assert.Single(new Scorer(0.95, seed: 1).Score("domain", "bits-per-byte", rows, new Dictionary<string, double> { ["uniform_bytes"] = 8 }));

        Assert.Equal(1.195 / double.Log(2), score.Value ?? 0, 9);
        // Standard error of the mean of 0..39: 11.69 / sqrt(40) = 1.85 nats in a hundred bytes.
        Assert.InRange(score.Low ?? 0, 1.195 / double.Log(2) - 0.065, 1.195 / double.Log(2) - 0.040);
        Assert.InRange(score.High ?? 0, 1.195 / double.Log(2) + 0.040, 1.195 / double.Log(2) + 0.065);
        Assert.Equal(8, score.Baselines["uniform_bytes"]);
    }

    private static ItemRow Row(string id, int gold, int? chosen, int[] bytes) =>
        new() { Set = "exam", Protocol = "cloze", Id = id, Gold = gold, Chosen = chosen, ChoiceBytes = bytes };
}
