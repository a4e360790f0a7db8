using System.Text;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Logs.Templates;

namespace Hone.Corpus.Sources.Logs.Telling;

/// <summary>
/// Makes documents of a part's events. What is rare is told in full; what is common is told once in every section, with its
/// number, its time and the values that varied. Events that belong together (a host, a client, a session) are one section, sections
/// fill documents of a bounded size. Nothing outside the part plays a role, so parts can be read in any order.
/// </summary>
internal sealed class LogStory(SourceReference reference, string file, ILogFormat format)
{
    /// <summary>So many alike in a part are still rare.</summary>
    public const int Rare = 3;

    private const int MostCharacters = 6000;

    /// <summary>Once a common event has been told in so many sections, a section that has nothing else goes to the rest.</summary>
    private const int OftenTold = 12;

    public IEnumerable<SourceItem> Tell(List<LogEvent> events)
    {
        format.Arrange(events);
        var miner = new TemplateMiner();
        var forms = new Dictionary<LogEvent, int>(events.Count, ReferenceEqualityComparer.Instance);
        foreach (LogEvent happened in events)
            forms[happened] = miner.Add(happened.Shape, happened.Text);
        miner.Settle();
        return Documents(events, happened => miner.Of(forms[happened])).Select(Write);
    }

    /// <summary>Fills documents with sections. None is written before all are filled: a common event told in one is counted to the end.</summary>
    private static List<List<LogSection>> Documents(List<LogEvent> events, Func<LogEvent, LogTemplate> template)
    {
        var documents = new List<List<LogSection>>();
        var longWords = new HashSet<string>();
        int size = int.MaxValue / 2;
        foreach ((string heading, List<LogEvent> happenings) in Sections(events, template))
        {
            LogSection? section = null;
            foreach (LogEvent happened in happenings)
            {
                if (section is null || (size > MostCharacters && !section.Knows(happened, template(happened))))
                {
                    if (size > MostCharacters)
                    {
                        documents.Add([]);
                        longWords.Clear();
                        size = 0;
                    }
                    documents[^1].Add(section = new LogSection(heading, section));
                    size += heading.Length + 40;
                }
                size += section.Add(happened, template(happened), longWords);
            }
        }
        return documents;
    }

    /// <summary>Groups in order of their first event; those with nothing that was not told often before are one section at the end.</summary>
    private static IEnumerable<(string Heading, List<LogEvent> Events)> Sections(List<LogEvent> events, Func<LogEvent, LogTemplate> template)
    {
        var told = new Dictionary<LogTemplate, int>();
        var rest = new List<LogEvent>();
        int others = 0;
        foreach (IGrouping<string, LogEvent> group in events.GroupBy(happened => happened.Group))
        {
            List<LogEvent> section = InOrder([.. group]);
            LogTemplate[] templates = [.. section.Select(template).Distinct()];
            if (group.Key.Length > 0 && templates.All(t => told.GetValueOrDefault(t) >= OftenTold))
            {
                rest.AddRange(section);
                others++;
                continue;
            }
            foreach (LogTemplate t in templates)
                told[t] = told.GetValueOrDefault(t) + 1;
            yield return (group.Key, section);
        }
        if (rest.Count > 0)
            yield return (others == 1 ? rest[0].Group : $"{ToldEvent.Number(others)} others: {Names(rest)}", rest);
    }

    private static string Names(List<LogEvent> rest)
    {
        var tally = new ValueTally();
        foreach (LogEvent happened in rest)
            tally.Add(happened.Group);
        return tally.Tell();
    }

    private static List<LogEvent> InOrder(List<LogEvent> section)
    {
        for (int i = 1; i < section.Count; i++)
            if (Compare(section[i - 1], section[i]) > 0)
                return section.TrueForAll(happened => happened.Time.Dated) ? [.. section.Order(Comparer<LogEvent>.Create(Compare))] : section;
        return section;
    }

    private static int Compare(LogEvent a, LogEvent b) =>
        string.CompareOrdinal(a.Time.Date, b.Time.Date) is not 0 and var date ? date
        : string.CompareOrdinal(a.Time.Clock, b.Time.Clock) is not 0 and var clock ? clock
        : string.CompareOrdinal(a.Order, b.Order);

    private SourceItem Write(List<LogSection> sections)
    {
        LogEvent[] events = [.. sections.SelectMany(section => section.Events)];
        string title = $"{format.Name} {Span(events)}".Trim();
        var text = new StringBuilder().Append("# ").Append(title).Append("\n\n");
        text.Append(ToldEvent.Number(events.Length)).Append(events.Length == 1 ? " event" : " events").Append(" of ").Append(file).Append(".\n");
        var longWords = new HashSet<string>();
        foreach (LogSection section in sections)
            section.WriteTo(text, format.Summary(section.Events), longWords);
        return SourceItem.Keep(new Document
        {
            Id = $"{file}:{events[0].Line}",
            Source = reference.Name,
            Title = title,
            Text = text.ToString(),
            Date = events.FirstOrDefault(happened => happened.Time.Dated)?.Time.Date,
            Licence = reference.Licence,
            Tlp = reference.Tlp,
        });
    }

    private static string Span(LogEvent[] events)
    {
        LogTime[] times = [.. events.Select(happened => happened.Time).Where(time => time.Known)];
        if (times.Length == 0)
            return "";
        (LogTime first, LogTime last) = (times[0], times[^1]);
        if (times.All(time => time.Dated))
            (first, last) = (times.MinBy(time => time.ToString(), StringComparer.Ordinal), times.MaxBy(time => time.ToString(), StringComparer.Ordinal));
        return first == last ? $"of {first}" : $"from {first} to {(first.Date == last.Date ? last.Clock : last.ToString())}";
    }
}
