using System.Globalization;
using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Fetching.Records;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>
/// NVD (API 2.0). It begins with the file of each year; from then on windows of what was modified, at most 119 days each (120 is the
/// API's bound), from a day before the cursor until now. A window is a file in the staging folder that gets its name only when all
/// its pages agree; windows that are whole survive a stop and are not asked for again. The cursor moves after the records are in
/// place, never past a window that failed. Pages of a window that changes meanwhile shift: then the window is read anew.
/// </summary>
internal static class NvdSync
{
    private const int FirstYear = 2002;
    private const int PageSize = 2000;
    private const int MostRestarts = 3;

    private static readonly TimeSpan Window = TimeSpan.FromDays(119);
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    public static async Task<PartState> RunAsync(SyncContext context, NvdPart part, CancellationToken cancel)
    {
        DateTimeOffset now = context.Time.GetUtcNow();
        LockedPart? known = await context.IntactAsync(part, cancel);
        bool fresh = context.Locked(part) is null;
        DateTimeOffset? cursor = SyncContext.ParseTime(known?.Cursor);
        bool changed = false;
        if (cursor is null)
        {
            using RecordSpill all = Spill(context, part);
            cursor = await ReadFeedsAsync(context, part, now, all, cancel) ?? await ReadEverythingAsync(context, part, now, all, cancel);
            changed = await context.MergeAsync(part, all, RecordShape.Nvd, SyncContext.Iso(cursor.Value), cancel);
        }
        changed |= await ReadWindowsAsync(context, part, cursor.Value, now, cancel);
        context.Finish(part);
        return fresh ? PartState.New : changed ? PartState.Changed : PartState.Unchanged;
    }

    /// <summary>The files of all years, and the time of the oldest of them; null where they are not offered.</summary>
    private static async Task<DateTimeOffset?> ReadFeedsAsync(SyncContext context, NvdPart part, DateTimeOffset now, RecordSpill all, CancellationToken cancel)
    {
        DateTimeOffset? oldest = null;
        var files = new List<DownloadedFile>();
        for (int year = FirstYear; year <= now.Year; year++)
        {
            string address = string.Format(CultureInfo.InvariantCulture, part.FeedAddress, year);
            try
            {
                files.Add(await context.DownloadAsync(part, address, ContentShape.Gzip, null, cancel) ?? throw new FetchFailure($"{address}: no answer"));
            }
            catch (FetchFailure failure) when (failure.Missing && (year == FirstYear || year == now.Year))
            {
                if (year == FirstYear)
                    return null;
                continue;
            }
            DateTimeOffset time = ReadList(files[^1].Path, address, all).Time ?? throw new FetchFailure($"{address}: no timestamp in it");
            oldest = oldest < time ? oldest : time;
        }
        // Until here a stopped run finds every year it had.
        files.ForEach(file => file.Drop());
        return oldest;
    }

    /// <summary>All pages of the API, with no dates: what was modified meanwhile comes with the first window.</summary>
    private static async Task<DateTimeOffset> ReadEverythingAsync(SyncContext context, NvdPart part, DateTimeOffset now, RecordSpill all, CancellationToken cancel)
    {
        context.Progress.Note($"{context.Title(part)}: no files by year are offered; reading the API from its first page");
        string path = Path.Combine(context.Home.StagingOf(context.Source, part), "everything.jsonl");
        await ReadPagesAsync(context, part, "", path, cancel);
        AddLines(path, all);
        return now;
    }

    private static async Task<bool> ReadWindowsAsync(SyncContext context, NvdPart part, DateTimeOffset cursor, DateTimeOffset now, CancellationToken cancel)
    {
        string staging = context.Home.StagingOf(context.Source, part);
        var whole = new List<string>();
        DateTimeOffset position = cursor - Overlap;
        Exception? failure = null;
        try
        {
            while (position < now)
            {
                var (path, end) = Finished(staging, position) ?? await ReadWindowAsync(context, part, staging, position, now, cancel);
                whole.Add(path);
                position = end;
            }
        }
        catch (Exception e) when (e is FetchFailure or OperationCanceledException)
        {
            failure = e;
        }
        using RecordSpill news = Spill(context, part);
        whole.ForEach(path => AddLines(path, news));
        bool changed = await context.MergeAsync(part, news, RecordShape.Nvd, SyncContext.Iso(position > cursor ? position : cursor), CancellationToken.None);
        whole.ForEach(File.Delete);
        return failure is null ? changed : throw failure;
    }

    private static async Task<(string Path, DateTimeOffset End)> ReadWindowAsync(SyncContext context, NvdPart part, string staging, DateTimeOffset start, DateTimeOffset now, CancellationToken cancel)
    {
        DateTimeOffset end = start + Window < now ? start + Window : now;
        string path = Path.Combine(staging, string.Create(CultureInfo.InvariantCulture, $"window-{start.ToUnixTimeSeconds()}-{end.ToUnixTimeSeconds()}.jsonl"));
        await ReadPagesAsync(context, part, $"lastModStartDate={Time(start)}&lastModEndDate={Time(end)}&", path, cancel);
        return (path, end);
    }

    /// <summary>A window that an earlier run read whole and was stopped before it could use it.</summary>
    private static (string Path, DateTimeOffset End)? Finished(string staging, DateTimeOffset start)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"window-{start.ToUnixTimeSeconds()}-");
        string? path = Directory.EnumerateFiles(staging, prefix + "*.jsonl").Order(StringComparer.Ordinal).FirstOrDefault();
        return path is not null && long.TryParse(Path.GetFileNameWithoutExtension(path)[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long end) ? (path, DateTimeOffset.FromUnixTimeSeconds(end)) : null;
    }

    private static async Task ReadPagesAsync(SyncContext context, NvdPart part, string dates, string path, CancellationToken cancel)
    {
        for (int attempt = 0; ; attempt++)
        {
            using var file = new AtomicFile(path);
            if (await ReadPagesOnceAsync(context, part, dates, file.Stream, cancel))
            {
                file.Complete();
                return;
            }
            if (attempt == MostRestarts)
                throw new FetchFailure($"{part.Address}: the number of results keeps changing while they are read", "give the same command again later");
        }
    }

    /// <returns>False where the window changed between two pages.</returns>
    private static async Task<bool> ReadPagesOnceAsync(SyncContext context, NvdPart part, string dates, Stream lines, CancellationToken cancel)
    {
        long total = 0;
        for (long index = 0; index == 0 || index < total;)
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"{part.Address}?{dates}resultsPerPage={PageSize}&startIndex={index}");
            DownloadedFile file = await context.DownloadAsync(part, address, ContentShape.Json, null, cancel) ?? throw new FetchFailure($"{address}: no answer");
            Page page = ReadPage(file.Path, address, lines);
            file.Drop();
            if (index > 0 && page.Total != total)
                return false;
            total = page.Total;
            if (page.Start != index || (page.Count == 0 && index < total))
                throw new FetchFailure($"{address}: a page that is not the one asked for");
            index += page.Count;
            if (total == 0)
                break;
        }
        return true;
    }

    private static Page ReadPage(string path, string address, Stream lines)
    {
        var page = new Page();
        Parse(path, address, page, record =>
        {
            lines.Write(RecordFile.Compact(record));
            lines.WriteByte((byte)'\n');
        });
        return page.Total >= 0 && page.Start >= 0 ? page : throw new FetchFailure($"{address}: no page of NVD's API");
    }

    private static Page ReadList(string path, string address, RecordSpill spill)
    {
        var page = new Page();
        Parse(path, address, page, record =>
        {
            if (!spill.Add(record))
                throw new JsonException("an entry that is no CVE");
        });
        return page;
    }

    private static void Parse(string path, string address, Page page, ReadOnlySpanAction record)
    {
        try
        {
            using Stream stream = InputFile.Open(path, ContentCheck.MaxUnpackedBytes);
            JsonArrayReader.Read(stream, "vulnerabilities", page.Note, element =>
            {
                record(element);
                page.Count++;
            });
        }
        catch (JsonException e)
        {
            throw new FetchFailure($"{address}: {e.Message}", null, e);
        }
    }

    private static void AddLines(string path, RecordSpill spill)
    {
        foreach (JsonLine line in JsonLineReader.Read(path))
            spill.Add(line.Utf8.Span);
    }

    private static RecordSpill Spill(SyncContext context, FetchPart part) => new(RecordShape.Nvd, Path.Combine(context.Home.StagingOf(context.Source, part), "records"));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private sealed class Page
    {
        public long Total { get; private set; } = -1;

        public long Start { get; private set; } = -1;

        public long Count { get; set; }

        public DateTimeOffset? Time { get; private set; }

        public void Note(string name, string value)
        {
            long number = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : -1;
            switch (name)
            {
                case "totalResults":
                    Total = number;
                    break;
                case "startIndex":
                    Start = number;
                    break;
                case "timestamp":
                    Time = SyncContext.ParseTime(value);
                    break;
            }
        }
    }
}
