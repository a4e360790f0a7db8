using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>
/// Tells the prose of an RFC from what is laid out by hand. A line of prose ends because the next word does not fit; where lines
/// end although it would, or hold gaps and drawings, somebody placed them: figures, tables, code, formulas.
/// </summary>
internal static partial class RfcLayout
{
    /// <summary>RFCs are 72 characters wide; some authors wrap a little earlier.</summary>
    private const int Width = 68;

    public static bool IsByHand(string[] block)
    {
        // Signs as wide as two are set by other rules.
        if (block.Sum(line => line.Count(c => c > 127)) * 4 > block.Sum(line => line.Length))
            return false;
        string[] lines = [.. block.Select(line => ListMark().Replace(line.Trim(), ""))];
        int odd = lines.Count(line => Gap().IsMatch(line) || Drawn().IsMatch(line) || line.EndsWith('{') || line is ['}', ..]);
        if (odd * 3 > lines.Length || HasManyMarks(lines))
            return true;
        if (block.Length == 1)
            return IsFormula(lines[0]);
        int breaks = 0, early = 0;
        for (int i = 0; i + 1 < block.Length; i++)
        {
            if (BeginsItem(block, i + 1) || IsTerm(block, i))
                continue;
            breaks++;
            early += EndsEarly(block, i) ? 1 : 0;
        }
        return breaks > 0 && early * 2 >= breaks && !(early == 1 && EndsSentence(lines[^1]));
    }

    /// <summary>The block's paragraphs: a new one at every list mark; hanging lines belong to the one before.</summary>
    public static List<string> Paragraphs(string[] block)
    {
        var paragraphs = new List<string>();
        for (int i = 0; i < block.Length; i++)
        {
            string line = MarkdownBuilder.OneLine(block[i]);
            if (paragraphs.Count == 0 || BeginsItem(block, i))
                paragraphs.Add(line);
            else if (EndsInHyphen().IsMatch(paragraphs[^1]) && !Conjunction().IsMatch(line))
                paragraphs[^1] += line;
            else
                paragraphs[^1] += (IsTerm(block, i - 1) && !EndsSentence(paragraphs[^1]) ? ": " : " ") + line;
        }
        return paragraphs;
    }

    /// <summary>Whether a line begins a list item. "(12)" at the start of a line may also be where a sentence happened to break.</summary>
    private static bool BeginsItem(string[] block, int i)
    {
        string line = block[i].TrimStart();
        return ListMark().IsMatch(line)
            && (i == 0 || line[1] == ' ' || EndsEarly(block, i - 1) || EndsSentence(block[i - 1]) || block[i - 1] is [.., ';' or ',']);
    }

    private static bool EndsEarly(string[] block, int i) => block[i].Length + 1 + FirstWord(block[i + 1]) <= Width;

    /// <summary>Whether a block's first line is a term and the lines below it, further in, say what it means.</summary>
    private static bool IsTerm(string[] block, int i) =>
        i == 0 && block.Length > 1 && block[0].Length < 52 && !ListMark().IsMatch(block[0].TrimStart()) && Margin(block[1]) >= Margin(block[0]) + 2;

    private static bool IsFormula(string line) => !EndsSentence(line)
        && (line.EndsWith(';') || line.Contains(" = ", StringComparison.Ordinal) || line.Contains('^') || Bytes().IsMatch(line));

    private static bool EndsSentence(string line) => line is [.., '.' or ':' or '?' or '!'] or [.., '.', ')' or '"'];

    private static bool HasManyMarks(string[] lines)
    {
        int marks = lines.Sum(line => line.Count(c => c < 128 && !char.IsLetterOrDigit(c) && c is not (' ' or '.' or ',' or '\'' or '"' or '(' or ')' or '[' or ']' or '-' or ':' or ';' or '/' or '_')));
        return marks * 8 > lines.Sum(line => line.Length);
    }

    private static int FirstWord(string line)
    {
        string word = line.TrimStart();
        int end = word.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? word.Length : end;
    }

    private static int Margin(string line) => line.Length - line.TrimStart(' ').Length;

    [GeneratedRegex(@"^(?:[o*•+-] +|\([a-z0-9]{1,3}\) +|[0-9]{1,2}[.)] +)")]
    private static partial Regex ListMark();

    [GeneratedRegex(@"\S {3,}\S|[^.!?:;"")] {2,}\S")]
    private static partial Regex Gap();

    [GeneratedRegex(@"^[-+=|_*/\\<>^v. ]{4,}$|^[+|].*[+|]$|::=|-{3,}|<-{2,}|-{2,}>|={4,}")]
    private static partial Regex Drawn();

    [GeneratedRegex(@"^(?:[0-9A-Fa-f]{2,8} ){3}")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"[A-Za-z]-$")]
    private static partial Regex EndsInHyphen();

    /// <summary>"client- and server-side" keeps its blank.</summary>
    [GeneratedRegex(@"^(?:and|or|to|nor) ")]
    private static partial Regex Conjunction();
}
