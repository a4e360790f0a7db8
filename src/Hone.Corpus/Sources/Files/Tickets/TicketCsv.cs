namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>Tickets in rows. Trackers write a column several times where a field has several values.</summary>
internal static class TicketCsv
{
    public static Ticket Read(IReadOnlyList<string> header, IReadOnlyList<string> fields)
    {
        (string Name, string Plain, string Value)[] cells = [.. header.Zip(fields, (name, value) => (name, TicketFields.Plain(name), value.Trim())).Where(cell => cell.Item3.Length > 0)];
        var ticket = new Ticket
        {
            Id = First(TicketFields.Id),
            Subject = First(TicketFields.Subject) is { } subject ? MarkdownBuilder.OneLine(subject) : null,
            Description = First(TicketFields.Description),
            Resolution = First(TicketFields.Resolution),
            Opened = First(TicketFields.Opened) is { } opened ? TicketFields.Date(opened) : null,
            Url = First(TicketFields.Url) is { } url && url.StartsWith("http", StringComparison.Ordinal) ? url : null,
        };
        foreach ((TicketFact fact, string[] names) in TicketFields.Facts)
            if (names.Select(All).FirstOrDefault(values => values.Length > 0) is { } values && !values.Any(value => value.Contains('\n')))
                ticket.Facts[fact] = string.Join(", ", fact is TicketFact.Opened or TicketFact.Closed ? values.Take(1).Select(TicketFields.Date) : values.Distinct());
        foreach (string name in TicketFields.Comments)
            foreach (string value in All(name))
                ticket.Comments.AddRange(name == "comment" || name == "comments" && value.Count(c => c == ';') >= 2 ? [TicketJournal.ParseCell(value)] : TicketJournal.Parse(value));
        foreach ((string name, string plain, string value) in cells)
            if (!TicketFields.Known.Contains(plain) && TicketFields.IsProse(value))
                ticket.Others.Add((name, value));
        return ticket;

        string? First(string[] names) => names.Select(name => All(name).FirstOrDefault()).FirstOrDefault(value => value is not null);

        string[] All(string name) => [.. cells.Where(cell => cell.Plain == name).Select(cell => cell.Value)];
    }
}
