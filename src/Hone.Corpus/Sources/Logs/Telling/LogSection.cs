using System.Runtime.InteropServices;
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

    /// <summary>What is rare is told once only where it is the same to the letter.</summary>
    private readonly Dictionary<string, (ToldEvent Told, LogSection Place)> _rare = before?._rare ?? [];

    public List<LogEvent> Events { get; } = [];

    /// <summary>Whether such an event is told already, so that one more is only counted.</summary>
    public bool Knows(LogEvent happened, LogTemplate template) => IsCommon(template) ? _common.ContainsKey(template) : _rare.ContainsKey(happened.Text);

    /// <summary>Takes an event in and gives the characters it adds to the document.</summary>
    public int Add(LogEvent happened, LogTemplate template, HashSet<string> longWords)
    {
        ref (ToldEvent Told, LogSection Place) known = ref IsCommon(template)
            ? ref CollectionsMarshal.GetValueRefOrAddDefault(_common, template, out bool before)
            : ref CollectionsMarshal.GetValueRefOrAddDefault(_rare, happened.Text, out before);
        if (before)
        {
            known.Told.Repeat(happened);
            known.Place.Events.Add(happened);
            return known.Told.Times == 2 && known.Place == this ? known.Told.TemplateSize : 0;
        }
        known = (new ToldEvent(happened, template), this);
        _told.Add(known.Told);
        Events.Add(happened);
        return LongWords.Shorten(happened.Text, longWords).Length + (happened.Detail?.Length ?? 0) + 24;
    }

    private static bool IsCommon(LogTemplate template) => template.Count > LogStory.Rare;

    public void WriteTo(StringBuilder text, string? summary, HashSet<string> longWords)
    {
        if (heading.Length > 0)
            text.Append("\n## ").Append(heading).Append('\n');
        text.Append('\n');
        if (summary is not null)
            text.Append(summary).Append("\n\n");
        string date = "";
        foreach (ToldEvent told in _told)
            told.WriteTo(text, ref date, longWords);
        ToldEvent[] varied = [.. _told.Where(told => told.Times > 2 && told.Varies)];
        if (varied.Length == 0)
            return;
        text.Append("\nAlike but for their values:\n\n");
        foreach (ToldEvent told in varied)
            told.WriteTemplate(text, longWords);
    }
}
