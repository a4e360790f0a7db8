using Hone.Core;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Answers;

/// <summary>
/// Answers as they were stored: a publisher's sheet (<c>.tsv</c>: a column GT, a column a model), the same with quotes (<c>.csv</c>),
/// one JSON object a line (<c>.jsonl</c>), or the raw log of CTIBench's notebook (a line <c>#####7#####</c> before each answer).
/// </summary>
internal static class AnswerFile
{
    public static IReadOnlyList<ModelAnswers> Read(string path)
    {
        var text = BenchmarkFile.ReadText(path);
        var models = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSONL" => JsonAnswers.Read(path, text),
            ".CSV" => TableAnswers.Read(path, CsvReader.Read(path, text)),
            _ when LogAnswers.Is(text) => LogAnswers.Read(path, text),
            ".TSV" or ".TXT" => TableAnswers.Read(path, Tabs(path, text)),
            var other => throw new UserError($"{path}: answers are read from .tsv, .csv, .jsonl and .txt, not from '{AnswerText.Shown(other)}'"),
        };
        if (models.All(model => model.Answers.Count == 0))
            throw new UserError($"{path}: no answers in the file");
        foreach (var model in models)
            CheckIds(path, model);
        return models;
    }

    private static IEnumerable<(int Line, string[] Fields)> Tabs(string path, string text) =>
        from line in AnswerText.Lines(text) where line.Text.Length > 0 select (line.Number, AnswerText.Fields(path, line.Number, line.Text));

    private static void CheckIds(string path, ModelAnswers model)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var answer in model.Answers)
        {
            if (!lines.TryAdd(answer.Id, answer.Line))
                throw BenchmarkFile.Wrong(path, answer.Line, $"the id '{AnswerText.Shown(answer.Id)}' was used before, on line {lines[answer.Id]}", "Every question is answered once.");
        }
    }
}
