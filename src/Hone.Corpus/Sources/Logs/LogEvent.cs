namespace Hone.Corpus.Sources.Logs;

/// <summary>When, as the log says it: "2024-03-01" or, where it tells no year, "Jun 14"; the clock to the second.</summary>
internal readonly record struct LogTime(string Date, string Clock)
{
    public static LogTime None { get; } = new("", "");

    public bool Known => Clock is { Length: > 0 };

    /// <summary>With a year: such times can be put into order.</summary>
    public bool Dated => Date is { Length: 10 };

    public override string ToString() => $"{Date} {Clock}".Trim();
}

/// <summary>One thing that happened, told on one line.</summary>
internal sealed class LogEvent
{
    public required int Line { get; init; }

    public LogTime Time { get; init; } = LogTime.None;

    /// <summary>Finer than the clock, for sorting only.</summary>
    public string Order { get; init; } = "";

    /// <summary>The heading under which a reader looks for it: a host, a client, a session. Empty: none.</summary>
    public string Group { get; set; } = "";

    /// <summary>Events of different shapes never count as alike.</summary>
    public string Shape { get; init; } = "";

    public required string Text { get; init; }

    /// <summary>More lines (a stack trace, a script), shown where the event is told in full.</summary>
    public string? Detail { get; set; }
}
