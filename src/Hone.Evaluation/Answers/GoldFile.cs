using Hone.Core;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Answers;

/// <summary>The right answers in a publisher's own tab-separated file: its column GT, a question a line, numbered from 1.</summary>
internal static class GoldFile
{
    public static IReadOnlyList<(string Id, int Line, string Gold)> Read(string path)
    {
        var questions = new List<(string, int, string)>();
        var column = -1;
        var width = 0;
        foreach (var (number, line) in AnswerText.Lines(BenchmarkFile.ReadText(path)))
        {
            if (line.Length == 0)
                continue;
            var fields = AnswerText.Fields(path, number, line);
            if (width == 0)
            {
                width = fields.Length;
                column = Array.FindIndex(fields, field => field.Trim().Equals("GT", StringComparison.OrdinalIgnoreCase));
                if (column < 0)
                    throw BenchmarkFile.Wrong(path, number, "no column GT", "Give the publisher's file with the right answers; CTI-TAA has them only in its sheet of responses.");
                continue;
            }
            if (fields.Length != width)
                throw BenchmarkFile.Wrong(path, number, $"{fields.Length} fields instead of {width}");
            if (questions.Count >= AnswerText.MostAnswers)
                throw AnswerText.TooMany(path, number);
            questions.Add((AnswerText.Id(questions.Count + 1), number, fields[column]));
        }
        return questions.Count > 0 ? questions : throw new UserError($"{path}: no questions in the file");
    }
}
