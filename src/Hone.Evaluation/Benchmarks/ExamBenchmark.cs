using System.Text.Json;
using Hone.Core;

namespace Hone.Evaluation.Benchmarks;

/// <summary>
/// A team's own exam: JSONL, one question a line,
/// <c>{"id","question","choices":[…],"answer":"B","source"}</c>.
/// The headline is cloze: a small base model cannot yet tie a letter to an option, but it can find a text likely.
/// </summary>
internal sealed class ExamBenchmark : IBenchmark
{
    private const int MostChoices = 26;

    public string Name => "exam";

    public string HeadlineProtocol => "cloze";

    public string? PathIn(EvalSpec spec) => spec.Exam;

    public IReadOnlyList<ChoiceItem> Read(string path)
    {
        var items = new List<ChoiceItem>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in BenchmarkFile.ReadText(path).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var item = Parse(path, number, line);
            if (!seen.Add(item.Id))
                throw BenchmarkFile.Wrong(path, number, $"the id '{item.Id}' was used before", "Give every question its own id.");
            items.Add(item);
        }
        return items.Count > 0 ? items : throw new UserError($"{path}: no questions in the file");
    }

    private static ChoiceItem Parse(string path, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var choices = Choices(path, number, root);
            var gold = BenchmarkFile.GoldIndex(Text(path, number, root, "answer"), choices.Length);
            if (gold < 0)
                throw BenchmarkFile.Wrong(path, number, "'answer' is not the letter of a choice", "Write \"A\" for the first choice, \"B\" for the second.");
            return new ChoiceItem
            {
                Id = Text(path, number, root, "id"),
                Question = Text(path, number, root, "question"),
                Choices = choices,
                Gold = gold,
                Source = root.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String ? source.GetString() ?? "" : "",
            };
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{number}: not a JSON object on one line", "Every line is one question: {\"id\",\"question\",\"choices\",\"answer\"}.", e);
        }
    }

    private static string[] Choices(string path, int number, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("choices", out var list) || list.ValueKind != JsonValueKind.Array)
            throw BenchmarkFile.Wrong(path, number, "'choices' is missing or not a list");
        if (list.GetArrayLength() is < 2 or > MostChoices)
            throw BenchmarkFile.Wrong(path, number, $"a question has 2 to {MostChoices} choices, this one has {list.GetArrayLength()}");
        var choices = list.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.String ? c.GetString()?.Trim() ?? "" : "").ToArray();
        return choices.All(c => c.Length > 0) ? choices : throw BenchmarkFile.Wrong(path, number, "a choice is empty or not a text");
    }

    private static string Text(string path, int number, JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()?.Trim() is { Length: > 0 } text
            ? text
            : throw BenchmarkFile.Wrong(path, number, $"'{name}' is missing or empty");
}
