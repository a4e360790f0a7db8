using System.Globalization;
using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Fetching.Records;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>
/// CERT/CC's vulnerability notes: a list for each year, then each note. The lists say nothing of changes, so the notes of this year
/// are read again each time and those of earlier years once. The cursor is the last year that is complete.
/// </summary>
internal static class NotesSync
{
    private const int FirstYear = 1998;

    public static async Task<PartState> RunAsync(SyncContext context, NotesPart part, CancellationToken cancel)
    {
        int now = context.Time.GetUtcNow().Year;
        bool fresh = context.Locked(part) is null;
        LockedPart? known = await context.IntactAsync(part, cancel);
        HashSet<string> have = known is null ? [] : Ids(context, known);
        int first = int.TryParse(known?.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out int cursor) ? cursor : context.Since?.Year ?? FirstYear;
        bool changed = false;
        for (int year = first; year <= now; year++)
        {
            using var news = new RecordSpill(RecordShape.Note, Path.Combine(context.Home.StagingOf(context.Source, part), "records"));
            foreach (string number in await ListAsync(context, part, year, cancel))
                if (year == now || !have.Contains(number))
                    await AddAsync(context, part, number, news, cancel);
            changed |= await context.MergeAsync(part, news, RecordShape.Note, year.ToString(CultureInfo.InvariantCulture), cancel);
        }
        context.Finish(part);
        return fresh ? PartState.New : changed ? PartState.Changed : PartState.Unchanged;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(SyncContext context, NotesPart part, int year, CancellationToken cancel)
    {
        try
        {
            return await context.JsonAsync(part, string.Format(CultureInfo.InvariantCulture, part.ListAddress, year), ReadNumbers, cancel);
        }
        catch (FetchFailure failure) when (failure.Missing)
        {
            return [];
        }
    }

    /// <summary>"VU#421644" in "notes"; a year without any is an object with "error".</summary>
    private static IReadOnlyList<string> ReadNumbers(JsonElement summary)
    {
        if (summary.ValueKind != JsonValueKind.Object || !summary.TryGetProperty("notes", out JsonElement notes) || notes.ValueKind != JsonValueKind.Array)
            return [];
        return [.. notes.EnumerateArray().Where(note => note.ValueKind == JsonValueKind.String).Select(note => (note.GetString() ?? "").Replace("VU#", "", StringComparison.Ordinal))
            .Where(number => number.Length is > 0 and < 10 && number.All(char.IsAsciiDigit)).Distinct()];
    }

    private static async Task AddAsync(SyncContext context, NotesPart part, string number, RecordSpill news, CancellationToken cancel)
    {
        string address = string.Format(CultureInfo.InvariantCulture, part.Address, number);
        DownloadedFile file = await context.DownloadAsync(part, address, ContentShape.Json, null, cancel) ?? throw new FetchFailure($"{address}: no answer");
        // What the server does not know it calls an error, with status 200.
        if (!news.Add(await File.ReadAllBytesAsync(file.Path, cancel)))
            context.Progress.Note($"{address}: listed, but no note; passed over");
        file.Drop();
    }

    private static HashSet<string> Ids(SyncContext context, LockedPart known) =>
        [.. known.Files.SelectMany(file => JsonLineReader.Read(context.Home.In(file.Path))).Select(line => RecordShape.Note.Id(line.Utf8.Span) ?? "")];
}
