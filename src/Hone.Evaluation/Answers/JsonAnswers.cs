using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Answers;

/// <summary>
/// One answer a line: <c>{"id":"0001","answer":"…"}</c>, with <c>"model"</c> where several are in the file and <c>"gold"</c> where the
/// right answer is known. An answer of null is a question left unanswered. Without ids the lines are the questions, in order.
/// </summary>
internal static class JsonAnswers
{
    public static IReadOnlyList<ModelAnswers> Read(string path, string text)
    {
        var models = new Dictionary<string, List<Answer>>(StringComparer.Ordinal);
        var unnamed = AnswerText.Shown(Path.GetFileNameWithoutExtension(path));
        var count = 0;
        foreach (var (number, line) in AnswerText.Lines(text))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (++count > AnswerText.MostAnswers)
                throw AnswerText.TooMany(path, number);
            Add(path, number, line, unnamed, models);
            if (models.Count > AnswerText.MostModels)
                throw BenchmarkFile.Wrong(path, number, $"more than {AnswerText.MostModels} models in one file");
        }
        return [.. models.Select(model => new ModelAnswers(model.Key, model.Value))];
    }

    private static void Add(string path, int number, string line, string unnamed, Dictionary<string, List<Answer>> models)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            var row = json.RootElement;
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("answer", out var answer) || answer.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                throw BenchmarkFile.Wrong(path, number, "no text called 'answer'", "Every line is one answer: {\"id\":\"0001\",\"answer\":\"…\"}.");
            var model = Text(row, "model") is { } name ? AnswerText.Shown(name.Trim()) : unnamed;
            if (!models.TryGetValue(model, out var answers))
                models[model] = answers = [];
            var id = Text(row, "id") is { } own ? AnswerText.Id(own) : AnswerText.Id(answers.Count + 1);
            answers.Add(new Answer(id, number, Text(row, "gold"), answer.GetString()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair, which no text can hold.
            throw new UserError($"{path}:{number}: not a JSON object on one line", "Every line is one answer: {\"id\":\"0001\",\"answer\":\"…\"}.", e);
        }
    }

    private static string? Text(JsonElement row, string name) =>
        !row.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
