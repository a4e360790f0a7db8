namespace Hone.Corpus.Sources.Logs;

/// <summary>One way to write logs. An instance serves one file; parts are read on any thread.</summary>
internal interface ILogFormat
{
    /// <summary>As a person would say it: "syslog", "Windows events".</summary>
    string Name { get; }

    /// <summary>The format for one part; one of its own where reading changes it.</summary>
    ILogFormat Fresh() => this;

    /// <summary>Adds the events of one line, or says what is wrong with it.</summary>
    string? Read(string line, int number, List<LogEvent> events);

    /// <summary>Called with all events of a part, to say what belongs together.</summary>
    void Arrange(List<LogEvent> events)
    {
    }

    /// <summary>A sentence or two at the head of a section.</summary>
    string? Summary(IReadOnlyList<LogEvent> section) => null;

    /// <summary>The format of the lines that follow this part: a header in it may have changed the columns.</summary>
    ILogFormat After(ReadOnlySpan<byte> part) => this;
}
