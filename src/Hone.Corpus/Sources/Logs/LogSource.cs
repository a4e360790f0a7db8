using System.Globalization;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Corpus.Cleaning;
using Hone.Corpus.Sources.Logs.Telling;

namespace Hone.Corpus.Sources.Logs;

/// <summary>
/// Logs as documents: not line by line, which teaches a model to count, but as stories of a host, a client or a session in which
/// each common event is told once with its number and its values, and what is rare in full. A part is some megabytes of one
/// file and stands alone. Broken lines of a part are one broken item.
/// </summary>
internal sealed class LogSource(string kind, string description, int partBytes = LineParts.TargetBytes) : IDocumentSource
{
    public string Kind => kind;

    public string Description => description;

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        foreach ((string path, string relative) in LogFiles.Of(reference))
            foreach (SourcePart part in FileParts(reference, path, relative))
                yield return part;
    }

    private IEnumerable<SourcePart> FileParts(SourceReference reference, string path, string relative)
    {
        // A file that breaks off in the middle costs what is behind the break: its parts before it were good.
        using IEnumerator<SourcePart> parts = Cut(reference, path, relative).GetEnumerator();
        while (true)
        {
            SourceItem? broken = null;
            try
            {
                if (!parts.MoveNext())
                    yield break;
            }
            catch (UserError e)
            {
                broken = SourceItem.Broken(reference, relative, e.Message);
            }
            if (broken is { } item)
            {
                yield return new SourcePart(relative, () => [item]);
                yield break;
            }
            yield return parts.Current;
        }
    }

    private IEnumerable<SourcePart> Cut(SourceReference reference, string path, string relative)
    {
        foreach (LogFile file in LogFiles.Open(path, relative))
        {
            (LogHead head, Stream content) = Peek(file);
            LogReading? reading = head.IsBinary ? null : kind == "logs" ? LogFormats.Recognise(head) : LogFormats.Stated(kind, head);
            if (head.IsBinary)
                yield return new SourcePart(file.Name, () => [SourceItem.Drop(new Document { Id = file.Name, Source = reference.Name, Text = "" }, Reasons.Binary)]);
            if (reading is null)
                continue;
            ILogFormat format = reading.Format;
            foreach (LinePart part in LineParts.Read(reading.Lines?.Invoke(content) ?? content, file.Name, partBytes))
            {
                ILogFormat here = format;
                yield return new SourcePart(file.Name, () => Read(reference, file.Name, here, part));
                format = format.After(part.Utf8);
            }
        }
    }

    private static (LogHead, Stream) Peek(LogFile file)
    {
        try
        {
            return LogHead.Peek(file.Name, file.Content);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new UserError($"{file.Name}: cannot be read: {e.Message}", "It may be cut off: fetch or pack it again.", e);
        }
    }

    private static IEnumerable<SourceItem> Read(SourceReference reference, string file, ILogFormat format, LinePart part)
    {
        format = format.Fresh();
        var events = new List<LogEvent>();
        int broken = 0, firstBroken = 0;
        string problem = "";
        foreach ((int number, string line) in part.Lines())
        {
            string? wrong = part.Cut.Contains(number) ? $"a line longer than {LineParts.MaxLineBytes >> 20} MiB" : format.Read(line, number, events);
            if (wrong is null)
                continue;
            if (broken++ == 0)
                (firstBroken, problem) = (number, wrong);
        }
        foreach (SourceItem item in new LogStory(reference, file, format).Tell(events))
            yield return item;
        if (broken > 0)
            yield return SourceItem.Broken(reference, $"{file}:{firstBroken}", broken == 1 ? problem : string.Create(CultureInfo.InvariantCulture, $"{problem}; {broken:N0} such lines or others that cannot be read in this part, the first is line {firstBroken}"));
    }
}
