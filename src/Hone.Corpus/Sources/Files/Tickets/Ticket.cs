namespace Hone.Corpus.Sources.Files.Tickets;

/// <summary>What somebody added to a ticket.</summary>
internal sealed record TicketComment(string? Date, string? Author, string Text);

/// <summary>A ticket of any tracker.</summary>
internal sealed class Ticket
{
    public string? Id { get; set; }
    public string? Subject { get; set; }
    public string? Description { get; set; }
    public string? Resolution { get; set; }
    public string? Opened { get; set; }
    public string? Url { get; set; }
    public string? Tlp { get; set; }

    /// <summary>Status, severity, dates and the like, in the order in which they are told.</summary>
    public SortedDictionary<TicketFact, string> Facts { get; } = [];

    /// <summary>Fields of the tracker's own that hold sentences.</summary>
    public List<(string Name, string Text)> Others { get; } = [];

    public List<TicketComment> Comments { get; } = [];

    public List<string> Tasks { get; } = [];

    public List<string> Observables { get; } = [];
}

internal enum TicketFact
{
    Type,
    Status,
    Outcome,
    Severity,
    Priority,
    Impact,
    Urgency,
    Opened,
    Closed,
    Labels,
    Component,
}
