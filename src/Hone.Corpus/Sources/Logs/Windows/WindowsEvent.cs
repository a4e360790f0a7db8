namespace Hone.Corpus.Sources.Logs.Windows;

/// <summary>An event of the Windows event log, whatever shape it came in.</summary>
internal sealed record WindowsEvent
{
    public LogTime Time { get; init; } = LogTime.None;
    public string Order { get; init; } = "";
    public string Computer { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Provider { get; init; } = "";
    public required int Id { get; init; }
    public IReadOnlyList<(string Name, string Value)> Data { get; init; } = [];

    /// <summary>The text that Windows makes of it, where the export carries it.</summary>
    public string? Message { get; init; }
}
