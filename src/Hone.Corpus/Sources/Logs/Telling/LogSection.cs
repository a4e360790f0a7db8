using System.Text;
using Hone.Corpus.Sources.Logs.Templates;

namespace Hone.Corpus.Sources.Logs.Telling;

/// <summary>
/// What belongs under one heading of a document: events in order, each common one told once. A section that fills its document goes
/// on in the next: what is told already is only counted there.
/// </summary>
internal sealed class LogSection(string heading, LogSection? before = null)
{
    private readonly List<ToldEvent> _told = [];
    private readonly Dictionary<LogTemplate, (ToldEvent Told, LogSection Place)> _common = before?._common ?? [];

    public List<LogEvent> Events { get; } = [];

    /// <summary>Takes an event in and gives the characters it adds to the document.</summary>
    public int Add(LogEvent happened, LogTemplate template)
    {
        if (_common.TryGetValue(template, out var known))
        {
            known.Told.Repeat(happened);
            known.Place.Events.Add(happened);
            return 0;
        }
        var told = new ToldEvent(happened, template);
        if (template.Count > LogStory.Rare)
            _common[template] = (told, this);
        _told.Add(told);
        Events.Add(happened);
        return told.Size;
    }

    public void WriteTo(StringBuilder text, string? summary)
    {
        if (heading.Length > 0)
            text.Append("\n## ").Append(heading).Append('\n');
        text.Append('\n');
        if (summary is not null)
            text.Append(summary).Append("\n\n");
        string date = "";
        foreach (ToldEvent told in _told)
        {
            told.WriteTo(text, date);
            date = told.First.Time.Date;
        }
        ToldEvent[] varied = [.. _told.Where(told => told.Varies)];
        if (varied.Length == 0)
            return;
        text.Append("\nAlike but for their values:\n\n");
        foreach (ToldEvent told in varied)
            told.WriteTemplate(text);
    }
}
