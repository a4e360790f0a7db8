using System.Text;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Files.Pdf;

/// <summary>
/// Makes text of printed pages: running heads and feet are the lines at page edges that come again on many pages, numbers apart;
/// whether a word parted at a line end has a hyphen of its own is decided by how the document writes it elsewhere.
/// </summary>
internal static partial class PageText
{
    private const int EdgeLines = 3;
    private const string DotLeader = ". . . .";

    public static string Repair(string text)
    {
        List<string>[] pages = [.. text.Split('\f').Select(page => Lines(page))];
        WithoutEdges(pages);
        WithoutContents(pages);
        HashSet<string> words = Words([.. pages.SelectMany(page => page)]);
        List<string> lines = [];
        foreach (List<string> page in pages)
        {
            // A paragraph goes on over the page where it did not end and the next begins small.
            bool goesOn = lines.Count > 0 && page.Count > 0 && page[0].Length > 0 && char.IsLower(page[0][0]) && !EndsSentence(lines[^1]);
            if (lines.Count > 0 && !goesOn)
                lines.Add("");
            lines.AddRange(page);
        }
        return Join(lines, words);
    }

    /// <summary>The words of the document, but for the parts of those that a line end parts.</summary>
    private static HashSet<string> Words(List<string> lines)
    {
        var words = new HashSet<string>();
        for (int i = 0; i < lines.Count; i++)
        {
            int from = i > 0 && lines[i].Length > 0 && IsParted(lines[i - 1], lines[i]) ? FirstWord().Match(lines[i]).Length : 0;
            int to = i + 1 < lines.Count && lines[i + 1].Length > 0 && IsParted(lines[i], lines[i + 1]) ? LastWord().Match(lines[i]).Index : lines[i].Length;
            if (from < to)
                foreach (Match word in Word().Matches(lines[i][from..to]))
                    words.Add(word.Value.ToLowerInvariant());
        }
        return words;
    }

    private static List<string> Lines(string page)
    {
        List<string> lines = [.. page.Split('\n').Select(line => Plain(line).Trim())];
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        while (lines.Count > 0 && lines[0].Length == 0)
            lines.RemoveAt(0);
        return lines;
    }

    /// <summary>Ligatures as letters; the bullets of symbol fonts as dashes.</summary>
    private static string Plain(string line)
    {
        if (line.AsSpan().IndexOfAnyInRange('\uFB00', '\uFB06') >= 0)
            foreach ((char ligature, string letters) in (ReadOnlySpan<(char, string)>)[('\uFB00', "ff"), ('\uFB01', "fi"), ('\uFB02', "fl"), ('\uFB03', "ffi"), ('\uFB04', "ffl"), ('\uFB05', "st"), ('\uFB06', "st")])
                line = line.Replace(ligature.ToString(), letters, StringComparison.Ordinal);
        return Bullet().Replace(line, "- ");
    }

    private static void WithoutEdges(List<string>[] pages)
    {
        int filled = pages.Count(page => page.Count > 0);
        var seen = new Dictionary<string, int>();
        foreach (List<string> page in pages)
            foreach (string shape in Edges(page).Select(i => Shape(page[i])).Distinct())
                seen[shape] = seen.GetValueOrDefault(shape) + 1;
        // Left and right pages may have heads of their own.
        int often = Math.Max(3, (int)(filled * 0.35));
        foreach (List<string> page in pages)
            foreach (int i in Edges(page).OrderDescending())
                if (seen[Shape(page[i])] >= often || PageNumber().IsMatch(page[i]))
                    page.RemoveAt(i);
        foreach (List<string> page in pages)
            while (page.Count > 0 && page[0].Length == 0)
                page.RemoveAt(0);
    }

    /// <summary>Tables of contents and indexes: lines with dots that lead to a page, and the numbers torn from them.</summary>
    private static void WithoutContents(List<string>[] pages)
    {
        foreach (List<string> page in pages)
            if (page.Count(line => line.Contains(DotLeader, StringComparison.Ordinal)) >= 4)
                page.RemoveAll(line => line.Contains(DotLeader, StringComparison.Ordinal) || (line.Length > 0 && line.All(c => char.IsAsciiDigit(c) || c is '.' or ' ')));
            else
                page.RemoveAll(line => line.Contains(DotLeader, StringComparison.Ordinal) && char.IsAsciiDigit(line[^1]));
    }

    /// <summary>Where the first and the last filled lines of a page are.</summary>
    private static int[] Edges(List<string> page)
    {
        int[] filled = [.. Enumerable.Range(0, page.Count).Where(i => page[i].Length > 0)];
        return [.. filled.Take(EdgeLines).Concat(filled.TakeLast(EdgeLines)).Distinct()];
    }

    private static string Shape(string line) => Digits().Replace(line, "#").ToUpperInvariant();

    private static string Join(List<string> lines, HashSet<string> words)
    {
        int[] lengths = [.. lines.Where(line => line.Length > 20).Select(line => line.Length).Order()];
        int full = lengths.Length == 0 ? 60 : lengths[lengths.Length * 9 / 10];
        var text = new StringBuilder();
        string before = "";
        foreach (string line in lines)
        {
            if (line.Length == 0)
                text.Append("\n\n");
            else if (before.Length == 0)
                text.Append(line);
            else if (IsParted(before, line))
                AppendRest(text, before, line, words);
            else
                text.Append(Continues(before, line, full) ? ' ' : '\n').Append(line);
            before = line;
        }
        return ManyLines().Replace(text.ToString(), "\n\n").Trim();
    }

    private static bool IsParted(string before, string line) =>
        before.Length > 2 && before[^1] is '-' or '\u00AD' or '\u2010' && char.IsLetter(before[^2]) && char.IsLower(line[0]);

    private static void AppendRest(StringBuilder text, string before, string line, HashSet<string> words)
    {
        string first = LastWord().Match(before[..^1]).Value.ToLowerInvariant(), second = FirstWord().Match(line).Value.ToLowerInvariant();
        bool ownHyphen = before[^1] == '-' && !words.Contains(first + second) && (words.Contains($"{first}-{second}") || (words.Contains(first) && words.Contains(second) && first.Length > 3 && second.Length > 3));
        if (!ownHyphen)
            text.Length--;
        text.Append(line);
    }

    /// <summary>A line that fills the width goes on in the next, unless that begins an item or is indented code.</summary>
    private static bool Continues(string before, string line, int full) =>
        !ItemStart().IsMatch(line) && (before.Length >= full * 0.75 || (char.IsLower(line[0]) && before.Length >= full * 0.5 && !EndsSentence(before)));

    private static bool EndsSentence(string line) => line.Length == 0 || line[^1] is '.' or '!' or '?' or ':' or ';';

    [GeneratedRegex(@"\b[\p{L}][\p{L}-]*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\p{L}-]+$")]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^\p{L}+")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\s*[\u2022\u2023\u25AA\u25AB\u25CF\u25CB\u25A0\u25E6\u2043\u27A2\uF0B7\uF0A7\uF0D8\uF076]\s*")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?:- |\* |\(?[0-9a-zA-Z]{1,2}[.)] |[0-9]+(?:\.[0-9]+)+\.? )")]
    private static partial Regex ItemStart();

    [GeneratedRegex(@"^(?:[Pp]age\s+|[Ss]eite\s+|[-–—|\s]+)?(?:[0-9]{1,4}|[ivxlc]{1,6})(?:\s*(?:of|von|/|\|)\s*[0-9]{1,4})?[-–—|\s]*$")]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}
