using System.Buffers;
using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>Sentences, words and paragraphs. Paragraphs part at "***" where they are counted, at an empty line where one's first word is asked for.</summary>
internal static class LengthChecks
{
    private const string Divider = "***";

    private static readonly SearchValues<char> EndsFirstWord = SearchValues.Create(".,?!'\"");

    public static Check Sentences(InstructionArguments arguments)
    {
        var bound = arguments.Bound("relation", "num_sentences");
        return response => bound.Fault(Text.Sentences.Count(response), "sentences");
    }

    public static Check Words(InstructionArguments arguments)
    {
        var bound = arguments.Bound("relation", "num_words");
        return response => bound.Fault(PythonText.CountWords(response), "words");
    }

    /// <summary>Nothing before the first divider or after the last is no paragraph; nothing between two of them is a fault.</summary>
    public static Check Paragraphs(InstructionArguments arguments)
    {
        var wanted = arguments.Count("num_paragraphs");
        return response =>
        {
            var parts = response.Split(Divider);
            var blank = Array.ConvertAll(parts, part => PythonText.IsBlank(part));
            if (parts.Length > 2 && blank.AsSpan(1, parts.Length - 2).Contains(true))
                return "an empty paragraph between two dividers";
            var paragraphs = parts.Length - (blank[0] ? 1 : 0) - (parts.Length > 1 && blank[^1] ? 1 : 0);
            return paragraphs == wanted ? null : $"{paragraphs} paragraphs between '{Divider}', asked for {wanted}";
        };
    }

    /// <summary>Blank paragraphs do not count, yet the nth is looked up with them, as the publisher does.</summary>
    public static Check FirstWord(InstructionArguments arguments)
    {
        var wanted = arguments.Count("num_paragraphs", least: 1);
        var nth = arguments.Count("nth_paragraph", least: 1);
        if (nth > wanted)
            throw arguments.Wrong("nth_paragraph", "is more than num_paragraphs");
        var word = arguments.Text("first_word").ToLowerInvariant();
        return response =>
        {
            var parts = response.Split("\n\n");
            var paragraphs = parts.Count(part => !PythonText.IsBlank(part));
            if (paragraphs != wanted)
                return $"{paragraphs} paragraphs between empty lines, asked for {wanted}";
            var paragraph = PythonText.Strip(parts[nth - 1]);
            if (paragraph.IsEmpty)
                return $"paragraph {nth} is empty";
            return FirstWordOf(paragraph).Equals(word, StringComparison.Ordinal) ? null : $"paragraph {nth} does not begin with '{word}'";
        };
    }

    private static string FirstWordOf(ReadOnlySpan<char> paragraph)
    {
        var end = 0;
        while (end < paragraph.Length && !PythonText.IsSpace(paragraph[end]))
            end++;
        var word = paragraph[..end].TrimStart('\'').TrimStart('"');
        var stop = word.IndexOfAny(EndsFirstWord);
        return (stop < 0 ? word : word[..stop]).ToString().ToLowerInvariant();
    }
}
