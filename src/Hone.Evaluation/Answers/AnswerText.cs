using System.Globalization;
using Hone.Core;

namespace Hone.Evaluation.Answers;

/// <summary>What all forms of answer files share: lines, ids, limits, and how strange text is shown in a message.</summary>
internal static class AnswerText
{
    public const int MostAnswers = 200_000;
    public const int MostModels = 64;
    private const int MostFields = 1024;
    private const int MostShown = 60;

    /// <summary>Lines with their numbers, one at a time: a file of nothing but line ends takes no memory.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(string text)
    {
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return (++number, text[start..end].TrimEnd('\r'));
            start = end + 1;
        }
    }

    /// <summary>What stands between tabs; publishers quote nothing. Counted first: splitting a line of nothing but tabs would take gigabytes.</summary>
    public static string[] Fields(string path, int number, string line) =>
        line.AsSpan().Count('\t') < MostFields ? line.Split('\t') : throw new UserError($"{path}:{number}: more than {MostFields} fields in a row");

    /// <summary>The questions' numbers as this program writes them: 7 and "7" and "0007" are one question.</summary>
    public static string Id(string id)
    {
        var text = id.Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Id(number) : text;
    }

    public static string Id(int number) => number.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>Text of a stranger on one line of a terminal: short and without control characters.</summary>
    public static string Shown(string text)
    {
        var clipped = text.Length > MostShown ? $"{text[..MostShown]}…" : text;
        return string.Create(clipped.Length, clipped, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(from[i]) || char.GetUnicodeCategory(from[i]) is UnicodeCategory.Format or UnicodeCategory.Surrogate ? '\uFFFD' : from[i];
        });
    }

    public static UserError TooMany(string path, int line) =>
        new($"{path}:{line}: more than {MostAnswers:N0} answers", "Score the file in parts.");
}
