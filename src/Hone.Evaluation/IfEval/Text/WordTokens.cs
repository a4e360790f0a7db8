namespace Hone.Evaluation.IfEval.Text;

/// <summary>
/// Splits English as the Penn Treebank does (Marcus et al. 1993), which the publisher uses to count words in capitals: punctuation
/// and brackets stand alone, hyphens hold, "CAN'T" is CA and N'T, "CANNOT" is CAN and NOT. May differ from NLTK where a full stop
/// is neither at the end of a sentence nor of an abbreviation: a token's case does not depend on its full stop.
/// </summary>
internal static class WordTokens
{
    // The Treebank's fused words, and where each is cut.
    private static readonly (string Word, int Cut)[] Fused =
        [("cannot", 3), ("gimme", 3), ("gonna", 3), ("gotta", 3), ("lemme", 3), ("wanna", 3), ("d'ye", 1)];

    private static readonly string[] Endings = ["'s", "'m", "'d", "'ll", "'re", "'ve", "n't"];

    public static int CountCapitals(string text)
    {
        var count = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !Separates(text, i))
                continue;
            count += CountIn(text.AsSpan(start, i - start));
            start = i + 1;
        }
        return count;
    }

    private static bool Separates(string text, int at) => text[at] switch
    {
        ',' or ':' => at + 1 == text.Length || !char.IsAsciiDigit(text[at + 1]),
        '-' => (at + 1 < text.Length && text[at + 1] == '-') || (at > 0 && text[at - 1] == '-'),
        '.' => at + 1 < text.Length && text[at + 1] == '.' || (at > 0 && text[at - 1] == '.'),
        '(' or ')' or '[' or ']' or '{' or '}' or '<' or '>' or ';' or '@' or '#' or '$' or '%' or '&' or '?' or '!' or '"' => true,
        '«' or '»' or '“' or '”' or '‘' or '’' or '„' or '…' => true,
        '`' => at + 1 < text.Length && text[at + 1] == '`' || (at > 0 && text[at - 1] == '`'),
        var c => PythonText.IsSpace(c),
    };

    /// <summary>One word between separators: its contraction is a token of its own.</summary>
    private static int CountIn(ReadOnlySpan<char> word)
    {
        if (!PythonText.IsUpper(word))
            return CountParts(word);
        foreach (var (fused, cut) in Fused)
            if (word.Equals(fused, StringComparison.OrdinalIgnoreCase))
                return word[..cut].ContainsAnyInRange('A', 'Z') ? 2 : 1;
        var ending = EndingOf(word);
        return ending is { Length: > 0 } && ending.Length < word.Length ? (PythonText.IsUpper(word[..^ending.Length]) ? 2 : 1) : 1;
    }

    /// <summary>"NASA's" is not upper, yet NASA is.</summary>
    private static int CountParts(ReadOnlySpan<char> word)
    {
        var ending = EndingOf(word);
        return ending is not null && PythonText.IsUpper(word[..^ending.Length]) ? 1 : 0;
    }

    private static string? EndingOf(ReadOnlySpan<char> word)
    {
        foreach (var ending in Endings)
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return ending;
        return null;
    }
}
