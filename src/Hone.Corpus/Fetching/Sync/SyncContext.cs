using System.Globalization;
using System.Text.Json;
using Hone.Core.Runs;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Fetching.Records;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>What came of a part.</summary>
internal enum PartState
{
    Unchanged,
    Changed,
    New,
}

/// <summary>What the ways of synchronising share: one source, its servers, and where its files belong.</summary>
internal sealed record SyncContext(FetchSource Source, FetchHome Home, FetchClient Client, IProgressReporter Progress, TimeProvider Time)
{
    /// <summary>How far back the first fetch of an incremental source goes; null: as the source does by itself.</summary>
    public DateTimeOffset? Since { get; init; }

    public string Now => Iso(Time.GetUtcNow());

    public LockedPart? Locked(FetchPart part) => Home.Lock.Part(Source.Name, part.Item);

    /// <summary>What is in the lock, if all of it is still there.</summary>
    public async Task<LockedPart?> IntactAsync(FetchPart part, CancellationToken cancel) =>
        Locked(part) is { } locked && await Home.HoldsAsync(locked, cancel) ? locked : null;

    public Task<DownloadedFile?> DownloadAsync(FetchPart part, string address, ContentShape shape, LockedPart? known, CancellationToken cancel) =>
        new Download(Client, Home.StagingOf(Source, part), Progress).GetAsync(new DownloadRequest(new Uri(address), Title(part), shape, part.MaxBytes), known, cancel);

    /// <summary>A small JSON answer, which is always asked for anew.</summary>
    public async Task<T> JsonAsync<T>(FetchPart part, string address, Func<JsonElement, T> read, CancellationToken cancel)
    {
        DownloadedFile file = await DownloadAsync(part, address, ContentShape.Json, null, cancel) ?? throw new FetchFailure($"{address}: no answer");
        try
        {
            using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file.Path, cancel));
            return read(json.RootElement);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new FetchFailure($"{address}: not the JSON that is documented: {e.Message}", "the publisher may have changed its format: please report it", e);
        }
        finally
        {
            file.Drop();
        }
    }

    /// <summary>Merges new records into the part's files, which stay in the lock with those that did not change.</summary>
    public async Task<bool> MergeAsync(FetchPart part, RecordSpill news, RecordShape shape, string? cursor, CancellationToken cancel)
    {
        string staging = Home.StagingOf(Source, part);
        var made = await Task.Run(() => RecordMerge.Run(news, shape, Home.Path, staging, cancel), cancel);
        var files = (Locked(part)?.Files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (LockedFile file in await Archives.Unpacking.DescribeAsync(made, cancel))
            files[file.Path] = file;
        LockedFile[] ordered = [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
        Home.Put(Source, part, new LockedPart { Address = part.Address, At = Now, Cursor = cursor, Files = ordered }, made);
        return made.Count > 0;
    }

    /// <summary>The staging folder is of no more use.</summary>
    public void Finish(FetchPart part) => Directory.Delete(Home.StagingOf(Source, part), recursive: true);

    public string Title(FetchPart part) => Source.Parts.Length == 1 && part.Item == Source.Name ? Source.Name : $"{Source.Name}:{part.Item}";

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A time as APIs write it; without a zone it is UTC.</summary>
    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
}
