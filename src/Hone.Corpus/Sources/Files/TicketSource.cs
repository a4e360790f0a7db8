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
        var ids = new UniqueIds();
        return SourceFiles.Of(reference, ".json", ".jsonl", ".ndjson", ".csv", ".tsv").SelectMany(file =>
            SourceFiles.HasEnding(file.Relative, ".csv", ".tsv") ? Rows(reference, file.Path, file.Relative, ids)
            : SourceFiles.HasEnding(file.Relative, ".json") ? [new SourcePart(file.Relative, () => FileParts.OrBroken(reference, file.Relative, () => [.. Records(reference, file.Path, file.Relative)]))]
            : FileParts.Lines(reference, file.Path, file.Relative, line => [Line(reference, line, file.Relative)]));
    }

    private static IEnumerable<SourcePart> Rows(SourceReference reference, string path, string relative, UniqueIds ids)
    {
        IReadOnlyList<string>? header = null;
        foreach (CsvRow[] rows in DelimitedForm.Find(path).Read(path).Chunk(PartRows))
        {
            header ??= rows[0].Fields;
            SourceItem[] items = [.. rows.Where(row => row.Line > 1 || row.Fields != header).Select(row => Row(reference, header, row, $"{relative}:{row.Line}", ids))];
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

    private static IEnumerable<SourceItem> Records(SourceReference reference, string path, string relative)
    {
        using JsonDocument json = JsonText.ReadFile(path);
        var ids = new UniqueIds();
        int number = 0;
        foreach (JsonElement record in TicketJson.Records(json.RootElement))
        {
            string place = $"{relative}#{++number}";
            yield return Record(reference, record, place, ids);
        }
    }

    private static SourceItem Line(SourceReference reference, JsonLine line, string relative)
    {
        using JsonDocument json = JsonText.ReadLine(line);
        return Record(reference, json.RootElement, $"{relative}:{line.Number}", new UniqueIds());
    }

    private static SourceItem Record(SourceReference reference, JsonElement record, string place, UniqueIds ids)
    {
        try
        {
            Ticket ticket = TicketJson.Read(record);
            return Tell(reference, ticket, ids.Take(ticket.Id, place));
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
