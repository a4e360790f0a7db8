using System.Globalization;
using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Frameworks;

/// <summary>A section: its number where it has one ("4.2", "A.1"), its heading and the blocks of lines below it.</summary>
internal sealed record RfcSection(string? Number, string Heading, List<string[]> Blocks)
{
    /// <summary>1 for "4", 2 for "4.2".</summary>
    public int Level => Number is null ? 1 : Number.Count(c => c == '.') + 1;
}

/// <summary>
/// An RFC without its pages: running heads and feet and the blank lines around them are gone, and a paragraph that a page broke
/// is whole again. In RFCs the body is indented and headings are not, which is what tells them apart.
/// </summary>
internal sealed partial class RfcText
{
    private RfcText(string[] head, List<RfcSection> sections)
    {
        Sections = sections;
        string[] first = [.. head.TakeWhile(line => line.Length > 0)];
        Title = MarkdownBuilder.OneLine(string.Join(' ', head.Skip(first.Length).SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0)));
        foreach (string line in first)
        {
            Number ??= NumberLine().Match(line) is { Success: true } number ? number.Groups[1].Value : null;
            Category ??= CategoryLine().Match(line) is { Success: true } category ? category.Groups[1].Value.Trim() : null;
            Obsoletes ??= ObsoletesLine().Match(line) is { Success: true } obsoletes ? obsoletes.Groups[1].Value : null;
            Updates ??= UpdatesLine().Match(line) is { Success: true } updates ? updates.Groups[1].Value : null;
            Date ??= DateOf(line);
        }
    }

    public string? Number { get; }

    public string Title { get; }

    public string? Category { get; }

    /// <summary>Numbers of other RFCs: "5077, 5246".</summary>
    public string? Obsoletes { get; }

    public string? Updates { get; }

    /// <summary>The first day of its month.</summary>
    public string? Date { get; }

    public List<RfcSection> Sections { get; }

    public static RfcText Parse(string text)
    {
        string[] lines = [.. Flow([.. text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n')]).SkipWhile(line => line.Length == 0)];
        int body = Array.FindIndex(lines, IsAbstract);
        if (body < 0)
            body = Math.Max(0, Array.FindIndex(lines, line => SectionHeading().IsMatch(line)));
        return new RfcText(lines[..body], SectionsOf(lines.AsSpan(body)));
    }

    private static bool IsAbstract(string line) => line.Trim() is "Abstract" or "ABSTRACT" or "Status of this Memo" or "Status of This Memo" or "STATUS OF THIS MEMO";

    /// <summary>The lines of all pages as one text.</summary>
    private static List<string> Flow(List<string> lines)
    {
        var flowed = new List<string>(lines.Count);
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].Replace("\f", "", StringComparison.Ordinal).TrimEnd();
            if (!Foot().IsMatch(line) && !lines[i].Contains('\f'))
                flowed.Add(line);
            else
                i = NextPage(lines, i, flowed);
        }
        return flowed;
    }

    /// <summary>Skips to the first line of the next page's body and closes the gap.</summary>
    private static int NextPage(List<string> lines, int at, List<string> flowed)
    {
        while (flowed.Count > 0 && flowed[^1].Length == 0)
            flowed.RemoveAt(flowed.Count - 1);
        int next = at + 1;
        while (next < lines.Count && next < at + 12 && (string.IsNullOrWhiteSpace(lines[next]) || RunningHead().IsMatch(lines[next].TrimStart('\f'))))
            next++;
        if (next < lines.Count && flowed.Count > 0 && !GoesOn(flowed[^1], lines[next].TrimStart('\f')))
            flowed.Add("");
        return next - 1;
    }

    /// <summary>Whether a page broke a paragraph: same margin, and the line before is full or has no stop.</summary>
    private static bool GoesOn(string before, string after)
    {
        int margin = after.Length - after.TrimStart(' ').Length;
        return before.Length - before.TrimStart(' ').Length == margin && margin > 0 && after.Length > margin
            && (char.IsAsciiLetterLower(after[margin]) || (before[^1] is not ('.' or ':' or ';' or '}') && before.Length > 55));
    }

    private static List<RfcSection> SectionsOf(ReadOnlySpan<string> lines)
    {
        var sections = new List<RfcSection>();
        var block = new List<string>();
        RfcSection? section = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            // A long heading goes on in the one line below it.
            bool alone = i + 1 >= lines.Length || lines[i + 1].Length == 0;
            bool goesOn = !alone && lines[i + 1][0] == ' ' && (i + 2 >= lines.Length || lines[i + 2].Length == 0);
            if (block.Count == 0 && IsHeading(line, alone))
                sections.Add(section = NewSection(goesOn ? $"{line} {lines[++i].Trim()}" : line));
            else if (line.Length > 0)
                block.Add(line);
            else
                Close();
        }
        Close();
        return sections;

        void Close()
        {
            if (block.Count > 0)
                section?.Blocks.Add([.. block]);
            block.Clear();
        }
    }

    /// <summary>In the first column: a number and words, or words alone between blank lines that are no sentence.</summary>
    private static bool IsHeading(string line, bool alone) => line.Length is > 0 and < 120 && line[0] != ' '
        && (SectionHeading().IsMatch(line) || (alone && line.Length < 60 && char.IsAsciiLetterUpper(line[0]) && line[^1] is not ('.' or ',' or ';' or ':' or '}') && line.All(char.IsAscii)));

    private static RfcSection NewSection(string line)
    {
        Match heading = SectionHeading().Match(line);
        return heading.Success
            ? new RfcSection(heading.Groups["number"].Value.TrimEnd('.'), MarkdownBuilder.OneLine(heading.Groups["words"].Value), [])
            : new RfcSection(null, MarkdownBuilder.OneLine(line), []);
    }

    private static string? DateOf(string line) => Month().Match(line) is { Success: true } month
        && DateOnly.TryParseExact($"1 {month.Groups[1].Value} {month.Groups[2].Value}", "d MMMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
        ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"^Request for Comments: *([0-9]{1,5})")]
    private static partial Regex NumberLine();

    [GeneratedRegex(@"^Category: *([A-Za-z -]{3,30}?)(?: {2,}|$)")]
    private static partial Regex CategoryLine();

    [GeneratedRegex(@"^Obsoletes: *([0-9, ]{1,80}[0-9])")]
    private static partial Regex ObsoletesLine();

    [GeneratedRegex(@"^Updates: *([0-9, ]{1,80}[0-9])")]
    private static partial Regex UpdatesLine();

    [GeneratedRegex(@"\b(January|February|March|April|May|June|July|August|September|October|November|December) ((?:19|20)[0-9]{2})$")]
    private static partial Regex Month();

    [GeneratedRegex(@"^(?=\S).{0,100}\[Page +[0-9ivx]{1,5}\]$")]
    private static partial Regex Foot();

    [GeneratedRegex(@"^RFC +[0-9]{1,5} .{0,90}(?:19|20)[0-9]{2}\s*$")]
    private static partial Regex RunningHead();

    [GeneratedRegex(@"^(?:(?:Appendix|APPENDIX) +)?(?<number>(?:[0-9]{1,2}|[A-Z])(?:\.[0-9]{1,3}){0,5}\.?)(?::| +-)? +(?<words>\S.*)$")]
    private static partial Regex SectionHeading();
}
