namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>Tells a ticket as a person would read it: what it is, what happened, what was said in order, how it ended.</summary>
internal static class TicketStory
{
    private const int MaxLine = 300;

    public static string Tell(Ticket ticket)
    {
        var markdown = new MarkdownBuilder().Heading(1, ticket.Subject is null ? $"Ticket {ticket.Id}" : ticket.Id is { Length: < 40 } id && ticket.Subject.Length > 0 ? $"{id}: {ticket.Subject}" : ticket.Subject);
        foreach ((TicketFact fact, string value) in ticket.Facts)
            if (value.Length <= MaxLine)
                markdown.Item($"{fact}: {value}");
        markdown.Paragraph(TicketMarkup.ToMarkdown(ticket.Description));
        foreach ((string name, string text) in ticket.Others)
            markdown.Heading(2, name).Paragraph(TicketMarkup.ToMarkdown(text));
        Items(markdown, "Observables", ticket.Observables);
        Items(markdown, "Tasks", ticket.Tasks);
        Comments(markdown, ticket);
        markdown.Heading(2, "Resolution").Paragraph(TicketMarkup.ToMarkdown(ticket.Resolution));
        return markdown.ToString();
    }

    private static void Items(MarkdownBuilder markdown, string heading, List<string> items)
    {
        markdown.Heading(2, heading);
        foreach (string item in items)
            markdown.Item(item);
    }

    /// <summary>The oldest first, where all have a date that can be compared; else in the order of the export.</summary>
    private static void Comments(MarkdownBuilder markdown, Ticket ticket)
    {
        markdown.Heading(2, "Comments");
        bool dated = ticket.Comments.TrueForAll(comment => comment.Date is { Length: >= 10 } date && char.IsAsciiDigit(date[0]) && date[4] == '-');
        foreach (TicketComment comment in dated ? ticket.Comments.OrderBy(comment => comment.Date, StringComparer.Ordinal) : ticket.Comments.AsEnumerable())
        {
            string head = string.Join(", ", ((string?[])[comment.Date, comment.Author]).Where(part => !string.IsNullOrWhiteSpace(part)));
            if (head.Length > 0)
                markdown.Heading(3, head);
            markdown.Paragraph(TicketMarkup.ToMarkdown(comment.Text));
        }
    }
}
