using Hone.Core;
using Hone.Evaluation.Benchmarks;
using Hone.Evaluation.IfEval;

namespace Hone.Evaluation.Answers;

/// <summary>
/// Scores a stored answer sheet: reads it, puts every answer beside its question's gold, and lets the benchmark judge. Gold is the
/// sheet's own or the publisher's file's; where both have it they must agree, or the sheet belongs to other questions.
/// </summary>
public static class AnswerScoring
{
    public static IReadOnlyList<string> Benchmarks { get; } = [.. AnswerBenchmarkList.All.Select(benchmark => benchmark.Name), IfEvalReport.Name];

    public static AnswerReport Score(string benchmark, string answers, string? data)
    {
        // Its answers have instructions, not one right answer.
        if (benchmark == IfEvalReport.Name)
            return IfEvalReport.Score(answers, data);
        var rules = AnswerBenchmarkList.All.FirstOrDefault(b => b.Name == benchmark)
            ?? throw new UserError($"there is no benchmark '{AnswerText.Shown(benchmark)}' for answer sheets", $"Those there are: {string.Join(", ", Benchmarks)}.");
        var sheet = AnswerFile.Read(answers);
        // A folder holds what a benchmark needs beside gold; only a file holds gold.
        var questions = data is null || Directory.Exists(data) ? null : GoldFile.Read(data);
        foreach (var (_, line, gold) in questions ?? [])
            CheckGold(rules, data ?? "", line, gold);
        var scorer = rules.Open(new AnswerPlaces(answers, data));
        return new AnswerReport
        {
            Format = AnswerReport.FormatName,
            Version = AnswerReport.CurrentVersion,
            Benchmark = rules.Name,
            Answers = answers,
            Data = data,
            Confidence = Shares.Confidence,
            LessIsBetter = rules.LessIsBetter,
            Models = [.. sheet.Select(model => Score(rules, scorer, answers, model, questions))],
        };
    }

    private static ModelScores Score(
        IAnswerBenchmark rules, IAnswerScorer scorer, string path, ModelAnswers model, IReadOnlyList<(string Id, int Line, string Gold)>? questions)
    {
        var items = questions is null ? OwnGold(rules, path, model) : WithGold(path, model, questions);
        var scores = scorer.Score(items);
        return new ModelScores { Model = model.Model, Missing = items.Count - model.Answers.Count, Scores = scores.Scores, Items = scores.Items };
    }

    private static List<AnsweredItem> OwnGold(IAnswerBenchmark rules, string path, ModelAnswers model)
    {
        var items = new List<AnsweredItem>();
        foreach (var answer in model.Answers)
        {
            if (answer.Gold is null)
                throw BenchmarkFile.Wrong(path, answer.Line, "no right answer to compare with", "Give the publisher's questions with --data FILE, or a column GT (in .jsonl: \"gold\").");
            CheckGold(rules, path, answer.Line, answer.Gold);
            items.Add(new AnsweredItem(answer.Id, answer.Gold, answer.Text));
        }
        return items;
    }

    private static List<AnsweredItem> WithGold(string path, ModelAnswers model, IReadOnlyList<(string Id, int Line, string Gold)> questions)
    {
        var answers = model.Answers.ToDictionary(answer => answer.Id, StringComparer.Ordinal);
        var items = new List<AnsweredItem>();
        foreach (var (id, _, gold) in questions)
        {
            if (answers.Remove(id, out var answer) && answer.Gold is { } own && !own.Trim().Equals(gold.Trim(), StringComparison.OrdinalIgnoreCase))
                throw BenchmarkFile.Wrong(path, answer.Line, $"the right answer of question {id} is '{AnswerText.Shown(own)}' here and '{AnswerText.Shown(gold)}' in the data file", "The sheet answers other questions.");
            items.Add(new AnsweredItem(id, gold, answer?.Text));
        }
        if (answers.Values.OrderBy(answer => answer.Line).FirstOrDefault() is { } stray)
            throw BenchmarkFile.Wrong(path, stray.Line, $"the data file has no question '{AnswerText.Shown(stray.Id)}'", "Ids are the questions' numbers in the data file, its header not counted.");
        return items;
    }

    private static void CheckGold(IAnswerBenchmark rules, string path, int line, string gold)
    {
        if (!rules.IsGold(gold))
            throw BenchmarkFile.Wrong(path, line, $"the right answer '{AnswerText.Shown(gold)}' is not {rules.GoldForm}", $"Is this a file of {rules.Name}?");
    }
}
