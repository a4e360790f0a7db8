using System.Buffers;
using System.Globalization;

namespace Hone.Corpus.Cleaning;

/// <summary>
/// Takes out of one document what its frame put there: cookie banners, share and subscribe lines, rests of navigation, mail
/// disclaimers, page numbers. The rules are data (boilerplate.txt), each with its reason. What many documents have in common is
/// found elsewhere; here a line must be known for what it is.
/// </summary>
internal static class Boilerplate
{
    private const int LeastNumberedPages = 3;
    private const int ShortestPage = 300;

    private static readonly Rule[] Rules = Load();

    /// <summary>A document without any of these, the most common case, is known in one pass.</summary>
    private static readonly SearchValues<string> Phrases = SearchValues.Create([.. Rules.Select(rule => rule.Words).Distinct()], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Marks = SearchValues.Create(" \t*_#>-|.!?:[]()\u2022\u00B7\u00A9");

    /// <param name="removed">Told the reason and the length of every line taken out.</param>
    public static string Remove(string text, Action<string, int>? removed = null)
    {
        bool phrases = text.AsSpan().ContainsAny(Phrases);
        if (!phrases && !MayHavePages(text))
            return text;
        var lines = new ProseLines(text);
        var marked = new bool[lines.Prose.Count];
        var reasons = new string?[marked.Length];
        if (phrases)
            MarkPhrases(text, lines, marked, reasons);
        MarkPages(text, lines, marked, reasons);
        if (!marked.Contains(true))
            return text;
        for (int i = 0; i < marked.Length && removed is not null; i++)
            if (reasons[i] is { } reason)
                removed(reason, lines.Prose[i].End.Value - lines.Prose[i].Start.Value);
        return lines.Without(marked);
    }

    private static void MarkPhrases(string text, ProseLines lines, bool[] marked, string?[] reasons)
    {
        bool block = false;
        for (int i = 0; i < marked.Length; i++)
        {
            ReadOnlySpan<char> line = text.AsSpan()[lines.Prose[i]];
            if (block &= !line.IsWhiteSpace())
                (marked[i], reasons[i]) = (true, reasons[i - 1]);
            else if (line.ContainsAny(Phrases) && Find(line) is { } rule)
                (marked[i], reasons[i], block) = (true, rule.Reason, rule.How == "block");
        }
    }

    private static Rule? Find(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> bare = Bare(line);
        foreach (Rule rule in Rules)
        {
            bool fits = bare.Length <= rule.Longest && rule.How switch
            {
                "is" => bare.Equals(rule.Words, StringComparison.OrdinalIgnoreCase),
                "contains" => bare.Contains(rule.Words, StringComparison.OrdinalIgnoreCase),
                _ => bare.StartsWith(rule.Words, StringComparison.OrdinalIgnoreCase),
            };
            if (fits)
                return rule;
        }
        return null;
    }

    /// <summary>Without marks around it and without the target of a link that makes up the line.</summary>
    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> line)
    {
        int target = line.IndexOf("](", StringComparison.Ordinal);
        if (target > 0 && line.TrimEnd(" .*_").EndsWith(')') && line[target..].IndexOf(") ", StringComparison.Ordinal) < 0)
            line = line[..target];
        int start = line.IndexOfAnyExcept(Marks), end = line.LastIndexOfAnyExcept(Marks);
        return start < 0 ? [] : line[start..(end + 1)];
    }

    private static bool MayHavePages(string text) => text.Length > 1000 && PageNumber(text.AsSpan(text.LastIndexOf('\n') + 1)) is not null
        || text.Contains("\nPage ", StringComparison.Ordinal) || text.Contains('\f');

    /// <summary>Numbers alone on their lines count as page numbers when at least three of them count up one by one, a page apart.</summary>
    private static void MarkPages(string text, ProseLines lines, bool[] marked, string?[] reasons)
    {
        var run = new List<int>();
        int last = -1;
        for (int i = 0; i <= marked.Length; i++)
        {
            int? page = i == marked.Length ? int.MinValue : PageNumber(text.AsSpan()[lines.Prose[i]]);
            if (page is null)
                continue;
            if (i == marked.Length || page != last + 1 || run.Count == 0 || lines.Prose[i].Start.Value - lines.Prose[run[^1]].Start.Value < ShortestPage)
            {
                Mark();
                run.Clear();
            }
            run.Add(i);
            last = page.Value;
        }

        void Mark()
        {
            foreach (int i in run.Count >= LeastNumberedPages ? run : [])
                (marked[i], reasons[i]) = (true, "page_number");
        }
    }

    /// <summary>"12", "- 12 -", "Page 12", "Page 12 of 30", "12/30".</summary>
    private static int? PageNumber(ReadOnlySpan<char> line)
    {
        if (line.Length is 0 or > 30)
            return null;
        ReadOnlySpan<char> rest = line.Trim(" \t-|[]");
        if (rest.StartsWith("page ", StringComparison.OrdinalIgnoreCase))
            rest = rest[5..].TrimStart();
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> number = digits < 0 ? rest : rest[..digits];
        ReadOnlySpan<char> total = rest[number.Length..].Trim();
        total = total.StartsWith("of ", StringComparison.OrdinalIgnoreCase) ? total[3..] : total.StartsWith('/') ? total[1..] : total;
        bool whole = number.Length is > 0 and <= 4 && !total.ContainsAnyExceptInRange('0', '9');
        return whole ? int.Parse(number, CultureInfo.InvariantCulture) : null;
    }

    private static Rule[] Load()
    {
        using Stream stream = typeof(Boilerplate).Assembly.GetManifestResourceStream("Hone.Corpus.Cleaning.boilerplate.txt") ?? throw new InvalidOperationException("boilerplate.txt is not in the program");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Select(fields => new Rule(fields[0], fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture), fields[3]))];
    }

    private sealed record Rule(string Reason, string How, int Longest, string Words);
}
