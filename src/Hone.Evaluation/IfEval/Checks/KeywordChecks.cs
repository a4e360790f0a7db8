using Hone.Evaluation.IfEval.Text;

namespace Hone.Evaluation.IfEval.Checks;

/// <summary>
/// Words that must, must not, or must so often be in a response. Case never counts, and only forbidden words must stand alone:
/// "cat" is found in "category" otherwise. The publisher takes the words as patterns; here they are plain texts, as all of its data's are.
/// </summary>
internal static class KeywordChecks
{
    public static Check Existence(InstructionArguments arguments)
    {
        var keywords = arguments.Texts("keywords");
        return response => Array.Find(keywords, word => !response.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } missing
            ? $"'{missing}' is missing"
            : null;
    }

    public static Check Frequency(InstructionArguments arguments)
    {
        var keyword = arguments.Text("keyword").Trim();
        var bound = arguments.Bound("relation", "frequency");
        return response => bound.Fault(PythonText.Count(response, keyword), $"times '{keyword}'");
    }

    public static Check Forbidden(InstructionArguments arguments)
    {
        var words = arguments.Texts("forbidden_words");
        return response => Array.Find(words, word => StandsAlone(response, word)) is { } found ? $"'{found}' is used" : null;
    }

    public static Check Letter(InstructionArguments arguments)
    {
        var letter = arguments.Text("letter").Trim().ToLowerInvariant();
        if (letter.Length != 1)
            throw arguments.Wrong("letter", "is not one letter");
        var bound = arguments.Bound("let_relation", "let_frequency");
        return response => bound.Fault(response.ToLowerInvariant().AsSpan().Count(letter[0]), $"times the letter '{letter}'");
    }

    private static bool StandsAlone(string response, string word)
    {
        for (var at = 0; at < response.Length && response.IndexOf(word, at, StringComparison.OrdinalIgnoreCase) is var found and >= 0; at = found + 1)
            if (PythonText.IsWordEdge(response, found) && PythonText.IsWordEdge(response, found + word.Length))
                return true;
        return false;
    }
}
