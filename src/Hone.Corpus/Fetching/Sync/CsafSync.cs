using System.Text.Json;
using Hone.Core.Documents;
using Hone.Corpus.Fetching.Archives;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>
/// A CSAF provider (CSAF 2.0, section 7): its metadata names ROLIE feeds, or a directory whose changes.csv lists every advisory with
/// the time of its last change. Advisories are fetched from the oldest change to the newest, so the cursor can follow them one by
/// one: it never passes one that failed. The first time a year back, or as far as --since says.
/// </summary>
internal static class CsafSync
{
    private const int SavedTogether = 50;

    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(365);

    /// <summary>Listings are made now and then: one written with an earlier time may come after one that we have.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(2);

    public static async Task<PartState> RunAsync(SyncContext context, CsafPart part, CancellationToken cancel)
    {
        bool fresh = context.Locked(part) is null;
        LockedPart known = await context.IntactAsync(part, cancel) ?? new LockedPart { Address = part.Address, At = context.Now };
        DateTimeOffset? cursor = SyncContext.ParseTime(known.Cursor);
        DateTimeOffset from = cursor - Overlap ?? context.Since ?? context.Time.GetUtcNow() - FirstReach;
        var have = known.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        Advisory[] wanted = [.. (await ListAsync(context, part, cancel))
            .Where(advisory => advisory.Changed > from && (cursor is null || advisory.Changed > cursor || !have.Contains(advisory.To)))
            .DistinctBy(advisory => advisory.To).OrderBy(advisory => advisory.Changed).ThenBy(advisory => advisory.To, StringComparer.Ordinal)];
        if (wanted.Length == 0)
            context.Home.Write(context.Home.Lock.With(context.Source, part.Item, known with { At = context.Now }));
        foreach (Advisory[] batch in wanted.Chunk(SavedTogether))
            known = await FetchAsync(context, part, batch, known, cancel);
        context.Finish(part);
        return fresh ? PartState.New : wanted.Length > 0 ? PartState.Changed : PartState.Unchanged;
    }

    private static async Task<LockedPart> FetchAsync(SyncContext context, CsafPart part, Advisory[] batch, LockedPart known, CancellationToken cancel)
    {
        var files = known.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var moves = new List<(string From, string To)>();
        DateTimeOffset? reached = SyncContext.ParseTime(known.Cursor);
        Exception? failure = null;
        try
        {
            foreach (Advisory advisory in batch)
            {
                if (await OneAsync(context, part, advisory, cancel) is { } file)
                {
                    files[advisory.To] = new LockedFile(advisory.To, file.Bytes, file.Sha256);
                    moves.Add((file.Path, advisory.To));
                }
                reached = reached > advisory.Changed ? reached : advisory.Changed;
            }
        }
        catch (Exception e) when (e is FetchFailure or OperationCanceledException)
        {
            failure = e;
        }
        LockedPart locked = known with { At = context.Now, Cursor = reached?.ToString("O"), Files = [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)] };
        context.Home.Put(context.Source, part, locked, moves);
        return failure is null ? locked : throw failure;
    }

    /// <summary>An advisory, or null where it was listed and is gone, or is none: one such would otherwise hold up all that come after.</summary>
    private static async Task<DownloadedFile?> OneAsync(SyncContext context, CsafPart part, Advisory advisory, CancellationToken cancel)
    {
        try
        {
            return await context.DownloadAsync(part, advisory.Address, ContentShape.Json, null, cancel);
        }
        catch (FetchFailure failure) when (failure.Missing || failure.BadContent)
        {
            context.Progress.Note($"{failure.Message}; passed over");
            return null;
        }
    }

    private static async Task<List<Advisory>> ListAsync(SyncContext context, CsafPart part, CancellationToken cancel)
    {
        var (feeds, folders) = await context.JsonAsync(part, part.Address, ReadMetadata, cancel);
        var advisories = new List<Advisory>();
        foreach (string feed in feeds)
            advisories.AddRange(await context.JsonAsync(part, feed, json => ReadFeed(json, part).ToList(), cancel));
        // A provider offers both for the same advisories: one way is enough.
        foreach (string folder in feeds.Count > 0 ? [] : folders)
            advisories.AddRange(await ReadChangesAsync(context, part, folder.TrimEnd('/') + "/", cancel));
        return feeds.Count + folders.Count > 0 ? advisories : throw new FetchFailure($"{part.Address}: names neither a feed nor a directory that is open to all");
    }

    private static (List<string> Feeds, List<string> Folders) ReadMetadata(JsonElement metadata)
    {
        var feeds = new List<string>();
        var folders = new List<string>();
        foreach (JsonElement distribution in metadata.Items("distributions"))
        {
            if (distribution.Text("directory_url") is { } folder && !IsVex(folder))
                folders.Add(folder);
            foreach (JsonElement feed in distribution.Child("rolie")?.Items("feeds") ?? [])
                if (feed.Text("url") is { } url && !IsVex(url) && (feed.Text("tlp_label") ?? "WHITE") is "WHITE" or "CLEAR")
                    feeds.Add(url);
        }
        return (feeds, folders);
    }

    private static bool IsVex(string address) => address.Contains("/vex", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Advisory> ReadFeed(JsonElement json, CsafPart part)
    {
        foreach (JsonElement entry in json.GetProperty("feed").Items("entry"))
        {
            string? address = entry.Child("content")?.Text("src");
            if (address is not null && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && SyncContext.ParseTime(entry.Text("updated")) is { } changed && Advisory.At(part, uri, changed) is { } advisory)
                yield return advisory;
        }
    }

    private static async Task<IReadOnlyList<Advisory>> ReadChangesAsync(SyncContext context, CsafPart part, string folder, CancellationToken cancel)
    {
        DownloadedFile file = await context.DownloadAsync(part, folder + "changes.csv", ContentShape.Csv, null, cancel) ?? throw new FetchFailure($"{folder}changes.csv: no answer");
        var advisories = new List<Advisory>();
        foreach (string line in await File.ReadAllLinesAsync(file.Path, cancel))
        {
            string[] cells = [.. line.Split(',').Select(cell => cell.Trim(' ', '"'))];
            if (cells.Length == 2 && ArchivePath.Problem(cells[0]) is null && SyncContext.ParseTime(cells[1]) is { } changed && Advisory.At(part, new Uri(new Uri(folder), cells[0]), changed) is { } advisory)
                advisories.Add(advisory);
        }
        file.Drop();
        return advisories.Count > 0 ? advisories : throw new FetchFailure($"{folder}changes.csv: no line of a path and a time in it");
    }

    private sealed record Advisory(string Address, string To, DateTimeOffset Changed)
    {
        /// <summary>Filed by year of the folder it lies in, where it has one; null where the name is none to be trusted.</summary>
        public static Advisory? At(CsafPart part, Uri uri, DateTimeOffset changed)
        {
            string[] segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (segments.Length == 0)
                return null;
            string year = segments.Length > 1 && segments[^2].Length == 4 && segments[^2].All(char.IsAsciiDigit) ? segments[^2] + "/" : "";
            string to = $"csaf/{part.Item}/{year}{segments[^1]}";
            return to.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && ArchivePath.Problem(to) is null ? new Advisory(uri.AbsoluteUri, to, changed) : null;
        }
    }
}
