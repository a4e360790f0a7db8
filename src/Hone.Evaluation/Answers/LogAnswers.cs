using System.Globalization;
using Hone.Core;
using Hone.Evaluation.Benchmarks;

namespace Hone.Evaluation.Answers;

/// <summary>The raw log that CTIBench's notebook writes: <c>#####N#####</c> on a line, the answer below it, a line left empty.</summary>
internal static class LogAnswers
{
    private const string Fence = "#####";

    public static bool Is(string text) => Number(AnswerText.Lines(text).Select(line => line.Text).FirstOrDefault() ?? "") is not null;

    public static IReadOnlyList<ModelAnswers> Read(string path, string text)
    {
        var answers = new List<Answer>();
        var start = 0;
        int? open = null;
        var openLine = 0;
        var place = 0;
        foreach (var (number, line) in AnswerText.Lines(text))
        {
            var next = Math.Min(text.Length, text.IndexOf('\n', place) is >= 0 and var end ? end + 1 : text.Length);
            if (Number(line) is { } question)
            {
                if (open is { } before)
                    answers.Add(new Answer(AnswerText.Id(before), openLine, null, Body(text[start..place])));
                if (answers.Count >= AnswerText.MostAnswers)
                    throw AnswerText.TooMany(path, number);
                (open, openLine, start) = (question, number, next);
            }
            place = next;
        }
        if (open is { } last)
            answers.Add(new Answer(AnswerText.Id(last), openLine, null, Body(text[start..])));
        return [new ModelAnswers(AnswerText.Shown(Path.GetFileNameWithoutExtension(path)), answers)];
    }

    // The notebook puts two line ends after an answer; whatever line ends it had before them are its own.
    private static string Body(string block)
    {
        var body = block.Replace("\r\n", "\n", StringComparison.Ordinal);
        return body.EndsWith("\n\n", StringComparison.Ordinal) ? body[..^2] : body.TrimEnd('\n');
    }

    private static int? Number(string line) =>
        line.Length is > 10 and < 22 && line.StartsWith(Fence, StringComparison.Ordinal) && line.EndsWith(Fence, StringComparison.Ordinal)
        && int.TryParse(line.AsSpan(5, line.Length - 10), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
