using System.Buffers;

namespace Hone.Evaluation.IfEval.Text;

/// <summary>
/// Counts English sentences after Punkt (Kiss and Strunk 2006), which the publisher uses through NLTK: a full stop, question or
/// exclamation mark ends one, unless it is an abbreviation's, an initial's, a number's or an ellipsis's and what follows does not
/// look like a beginning. Punkt's learned tables are replaced by two small lists, so a rare abbreviation may count otherwise.
/// Only the last mark of a word counts, and closing quotes and brackets stay with the sentence before, as there.
/// </summary>
internal static class Sentences
{
    private static readonly SearchValues<char> NonWord = SearchValues.Create("?!)\";}]*:@'({[");
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,-");

    private const string NotAtStart = "(\"`{[:;&#*@)}]-,";

    public static int Count(string text)
    {
        var end = text.Length;
        while (end > 0 && PythonText.IsSpace(text[end - 1]))
            end--;
        int count = 0, start = 0, at = 0;
        while (NextWord(text, ref at, end) is { Length: > 0 } word)
        {
            var (offset, length) = (at - word.Length, word.Length);
            var mark = LastMark(text, offset, offset + length, end);
            if (mark < 0 || !EndsSentence(text, offset, mark, end))
                continue;
            start = Realigned(text, start, end, count > 0);
            count += mark >= start ? 1 : 0;
            start = mark + 1;
        }
        start = Realigned(text, start, end, count > 0);
        return count + (PythonText.IsBlank(text.AsSpan(start, end - start)) ? 0 : 1);
    }

    private static ReadOnlySpan<char> NextWord(string text, ref int at, int end)
    {
        while (at < end && PythonText.IsSpace(text[at]))
            at++;
        var start = at;
        while (at < end && !PythonText.IsSpace(text[at]))
            at++;
        return text.AsSpan(start, at - start);
    }

    /// <summary>The word's last mark that a closing character or another word follows; -1 for none.</summary>
    private static int LastMark(string text, int start, int stop, int end)
    {
        for (var i = stop - 1; i >= start; i--)
            if (text[i] is '.' or '?' or '!' && (i + 1 == stop ? stop < end : NonWord.Contains(text[i + 1])))
                return i;
        return -1;
    }

    private static bool EndsSentence(string text, int start, int mark, int end)
    {
        var word = text.AsSpan(start, mark + 1 - start);
        // A question or exclamation mark always ends: no abbreviation holds one.
        if (word.ContainsAny('?', '!'))
            return true;
        var stem = Stem(word);
        var next = NextToken(text, mark + 1, end);
        if (word.EndsWith(".."))
            return BeginsWithCapital(next);
        if (SentenceWords.IsAbbreviation(stem))
            return BeginsWithCapital(next) && SentenceWords.IsUsuallySmall(next);
        if (stem.Length == 1 && char.IsLetter(stem[0]))
            return !GoesOn(text, mark, next, end) && (!BeginsWithCapital(next) || SentenceWords.IsUsuallySmall(next) || (next.Length > 1 && BeginsLine(text, start)));
        return !IsNumber(stem) || !GoesOn(text, mark, next, end);
    }

    /// <summary>"(e.g." without its full stop and whatever stands before the word.</summary>
    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        var stem = word[..^1];
        stem = stem[(stem.LastIndexOfAny(NonWord) + 1)..];
        return stem.TrimStart(NotAtStart);
    }

    private static ReadOnlySpan<char> NextToken(string text, int at, int end)
    {
        while (at < end && PythonText.IsSpace(text[at]))
            at++;
        var start = at;
        while (at < end && !PythonText.IsSpace(text[at]) && !NonWord.Contains(text[at]) && text[at] is not (',' or '.'))
            at++;
        return text.AsSpan(start, at - start);
    }

    /// <summary>A small letter or a comma and the like: no sentence begins so.</summary>
    private static bool GoesOn(string text, int mark, ReadOnlySpan<char> next, int end)
    {
        var at = mark + 1;
        while (at < end && PythonText.IsSpace(text[at]))
            at++;
        return next.IsEmpty ? at < end && ";:,.!?".Contains(text[at], StringComparison.Ordinal) : char.IsLower(next[0]);
    }

    /// <summary>"A. Aims" in an outline, where Punkt knows "aims" for a small word; a name's initials seldom begin a line.</summary>
    private static bool BeginsLine(string text, int at)
    {
        while (at > 0 && text[at - 1] != '\n' && PythonText.IsSpace(text[at - 1]))
            at--;
        return at == 0 || text[at - 1] == '\n';
    }

    private static bool BeginsWithCapital(ReadOnlySpan<char> token) => !token.IsEmpty && char.IsUpper(token[0]);

    private static bool IsNumber(ReadOnlySpan<char> stem) =>
        !stem.IsEmpty && stem.ContainsAnyInRange('0', '9') && !stem.ContainsAnyExcept(NumberCharacters);

    /// <summary>Where the next sentence really begins: after quotes and brackets that close the one before.</summary>
    private static int Realigned(string text, int start, int end, bool hasBefore)
    {
        if (!hasBefore)
            return start;
        while (start < end && PythonText.IsSpace(text[start]))
            start++;
        var close = start;
        while (close < end && text[close] is '"' or '\'' or ')' or ']' or '}')
            close++;
        return close > start && (close == end || PythonText.IsSpace(text[close]) || text.AsSpan(close).StartsWith("--")) ? close : start;
    }
}
