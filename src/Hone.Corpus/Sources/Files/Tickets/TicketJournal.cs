using System.Text.RegularExpressions;

namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>Comments that a tracker keeps in one text: ServiceNow's journal, and the "date;author;text" of a Jira column.</summary>
internal static partial class TicketJournal
{
    public static IEnumerable<TicketComment> Parse(string text)
    {
        Match[] entries = [.. Entry().Matches(text).Cast<Match>()];
        if (entries.Length == 0)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return new TicketComment(null, null, text.Trim());
            yield break;
        }
        for (int i = 0; i < entries.Length; i++)
        {
            int begin = entries[i].Index + entries[i].Length, end = i + 1 < entries.Length ? entries[i + 1].Index : text.Length;
            if (text[begin..end].Trim() is { Length: > 0 } said)
                yield return new TicketComment(TicketFields.Date(entries[i].Groups["date"].Value), entries[i].Groups["author"].Value.Trim(), said);
        }
    }

    /// <summary>A cell of a "Comment" column.</summary>
    public static TicketComment ParseCell(string cell) =>
        cell.Split(';', 3) is [var date, var author, var said] && date.Length < 40 && date.Any(char.IsAsciiDigit) && author.Length < 100 && said.Trim().Length > 0
            ? new TicketComment(TicketFields.Date(date.Trim()), author.Trim(), said.Trim())
            : new TicketComment(null, null, cell.Trim());

    [GeneratedRegex(@"(?m)^(?<date>[0-9]{2,4}[-./][0-9]{2}[-./][0-9]{2,4} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?) - (?<author>[^\n()]{0,100})\([^\n()]{0,60}\)[ \t\r]*$")]
    private static partial Regex Entry();
}
