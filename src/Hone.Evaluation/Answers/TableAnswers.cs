using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Answers;

/// <summary>A table of answers: a header; a column GT with the right answers and a column id where there are any; every other column is a model.</summary>
internal static class TableAnswers
{
    public static IReadOnlyList<ModelAnswers> Read(string path, IEnumerable<(int Line, string[] Fields)> rows)
    {
        string[]? header = null;
        int gold = -1, id = -1;
        var models = new List<(string Name, int Column, List<Answer> Answers)>();
        var number = 0;
        foreach (var (line, fields) in rows)
        {
            if (header is null)
            {
                header = fields;
                CheckHeader(path, line, header);
                gold = Find(header, "gt");
                id = Find(header, "id");
                models.AddRange(header.Index().Where(cell => cell.Index != gold && cell.Index != id).Select(cell => (AnswerText.Shown(cell.Item.Trim()), cell.Index, new List<Answer>())));
                continue;
            }
            if (fields.Length != header.Length)
                throw BenchmarkFile.Wrong(path, line, $"{fields.Length} fields instead of {header.Length}", "Answers of several lines go into a .jsonl file, or in quotes into a .csv file.");
            if (++number * models.Count > AnswerText.MostAnswers)
                throw AnswerText.TooMany(path, line);
            var question = id < 0 ? AnswerText.Id(number) : AnswerText.Id(fields[id]);
            foreach (var (_, column, answers) in models)
                answers.Add(new Answer(question, line, gold < 0 ? null : fields[gold], fields[column]));
        }
        return [.. models.Select(model => new ModelAnswers(model.Name, model.Answers))];
    }

    private static void CheckHeader(string path, int line, string[] header)
    {
        if (Find(header, "prompt") >= 0)
            throw BenchmarkFile.Wrong(path, line, "this file holds questions, not answers", "Give it with --data, and the answers with --answers.");
        if (header.Length > AnswerText.MostModels + 2)
            throw BenchmarkFile.Wrong(path, line, $"more than {AnswerText.MostModels} models in one file");
        if (header.Length < 2 || header.Any(string.IsNullOrWhiteSpace))
            throw BenchmarkFile.Wrong(path, line, "the first line does not name the columns", "A column GT or id, and one with the name of each model.");
        if (header.Distinct(StringComparer.OrdinalIgnoreCase).Count() < header.Length)
            throw BenchmarkFile.Wrong(path, line, "two columns have one name", "Every model needs a name of its own.");
        if (header.All(cell => cell.Trim().ToUpperInvariant() is "GT" or "ID"))
            throw BenchmarkFile.Wrong(path, line, "no column holds a model's answers");
    }

    private static int Find(string[] header, string name) => Array.FindIndex(header, cell => cell.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
}
