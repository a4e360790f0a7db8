using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Sources.Files.Tables;
using Hone.Corpus.Sources.Files.Tickets;

namespace Hone.Corpus.Sources.Files;

/// <summary>
/// Tickets and cases as trackers export them (Jira, ServiceNow, TheHive, GitHub, GitLab, Redmine and what is like them): CSV, JSON
/// or JSON Lines. Which field is which is told by its name.
/// </summary>
internal sealed class TicketSource : IDocumentSource
{
    private const int PartRows = 500;

    public string Kind => "tickets";

    public string Description => "Exports of trackers (.json, .jsonl, .csv): Jira, ServiceNow, TheHive, GitHub issues and the like";

    public bool IsPublisher => false;

    public IEnumerable<SourcePart> Parts(SourceReference reference)
    {
        IReadOnlyList<(string Path, string Relative)> files = SourceFiles.Of(reference, ".json", ".jsonl", ".ndjson", ".csv", ".tsv");
        var ids = new UniqueIds();
        foreach ((string path, string relative) in files)
            foreach (SourcePart part in SourceFiles.HasEnding(relative, ".csv", ".tsv") ? Rows(reference, path, relative, ids)
                : SourceFiles.HasEnding(relative, ".json") ? [new SourcePart(relative, () => FileParts.OrBroken(reference, relative, () => [.. Records(reference, path, relative, files.Count > 1)]))]
                : FileParts.Lines(reference, path, relative, line => [Line(reference, line, relative)]))
                yield return part;
    }

    private static IEnumerable<SourcePart> Rows(SourceReference reference, string path, string relative, UniqueIds ids)
    {
        IReadOnlyList<string>? header = null;
        foreach (CsvRow[] rows in DelimitedForm.Find(path).Read(path).Chunk(PartRows))
        {
            IEnumerable<CsvRow> below = header is null ? rows.Skip(1) : rows;
            header ??= rows[0].Fields;
            SourceItem[] items = [.. below.Select(row => Row(reference, header, row, $"{relative}:{row.Line}", ids))];
            yield return new SourcePart(relative, () => items);
        }
    }

    private static SourceItem Row(SourceReference reference, IReadOnlyList<string> header, CsvRow row, string place, UniqueIds ids)
    {
        if (row.Problem is { } problem)
            return SourceItem.Broken(reference, place, problem);
        Ticket ticket = TicketCsv.Read(header, row.Fields);
        return Tell(reference, ticket, ids.Take(ticket.Id, place));
    }

    /// <param name="oneOfMany">Trackers number from 1: the file's name keeps the ids of several exports apart.</param>
    private static IEnumerable<SourceItem> Records(SourceReference reference, string path, string relative, bool oneOfMany)
    {
        using JsonDocument json = JsonText.ReadFile(path);
        var ids = new UniqueIds();
        int number = 0;
        foreach (JsonElement record in TicketJson.Records(json.RootElement))
        {
            string place = $"{relative}#{++number}";
            yield return Record(reference, record, place, stated => ids.Take(stated is not null && oneOfMany ? $"{relative}:{stated}" : stated, place));
        }
    }

    /// <summary>Lines are read on any thread, so that none knows the ids of the others: they are called by their place.</summary>
    private static SourceItem Line(SourceReference reference, JsonLine line, string relative)
    {
        using JsonDocument json = JsonText.ReadLine(line);
        string place = $"{relative}:{line.Number}";
        return Record(reference, json.RootElement, place, _ => place);
    }

    private static SourceItem Record(SourceReference reference, JsonElement record, string place, Func<string?, string> id)
    {
        try
        {
            Ticket ticket = TicketJson.Read(record);
            return Tell(reference, ticket, id(ticket.Id));
        }
        catch (InvalidOperationException)
        {
            return SourceItem.Broken(reference, place, "text that is not Unicode: half of a surrogate pair");
        }
    }

    private static SourceItem Tell(SourceReference reference, Ticket ticket, string id)
    {
        if (ticket.Subject is null && ticket.Description is null && ticket.Comments.Count == 0)
            return SourceItem.Broken(reference, id, "no field that tells a subject or a description");
        Document document = WholeFiles.Empty(reference, id);
        return SourceItem.Keep(document with { Text = TicketStory.Tell(ticket), Title = ticket.Subject, Date = StatedDate.Parse(ticket.Opened), Url = ticket.Url, Tlp = ticket.Tlp ?? document.Tlp });
    }
}
