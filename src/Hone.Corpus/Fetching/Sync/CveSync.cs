using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hone.Corpus.Fetching.Archives;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Fetching.Records;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>
/// The CVE list, from the releases of CVEProject/cvelistV5: once all records of a midnight, then for each day the file of all that
/// changed on it (at its end, or so far). The cursor is the last day applied; the next run begins a day before it, because a record
/// committed around midnight may bear the earlier date, and what is applied twice changes nothing. A day that is not to be had any
/// more means all records again.
/// </summary>
internal static partial class CveSync
{
    private const int DaysWorthCatchingUp = 30;
    private const int MostPages = 10;

    private static readonly UnpackRule RecordRule = new("", ".json");
    private static readonly UnpackRule NestedRule = new("", ".zip");

    public static async Task<PartState> RunAsync(SyncContext context, CveReleasesPart part, CancellationToken cancel)
    {
        DateOnly today = DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime);
        LockedPart? known = await context.IntactAsync(part, cancel);
        DateOnly? cursor = DateOnly.TryParseExact(known?.Cursor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;
        bool fresh = context.Locked(part) is null;
        if (cursor < today.AddDays(-DaysWorthCatchingUp))
            cursor = null;
        Releases releases = await ListAsync(context, part, cursor?.AddDays(-1) ?? today.AddDays(-3), cancel);
        if (cursor is { } at && Missing(releases, at, today))
            cursor = null;
        bool changed = false;
        if (cursor is null)
        {
            var (baseDay, address) = releases.Whole ?? throw new FetchFailure($"{part.Address}: no release with all CVEs", "the publisher may have renamed its files: please report it");
            using RecordSpill all = Spill(context, part);
            await AddAsync(context, part, address, all, cancel);
            cursor = baseDay.AddDays(-1);
            changed = await context.MergeAsync(part, all, RecordShape.Cve, Text(cursor.Value), cancel);
        }
        changed |= await ApplyDaysAsync(context, part, releases, cursor.Value, today, cancel);
        context.Finish(part);
        return fresh ? PartState.New : changed ? PartState.Changed : PartState.Unchanged;
    }

    /// <summary>Day after day; where one fails, those before it are kept and the cursor stays there.</summary>
    private static async Task<bool> ApplyDaysAsync(SyncContext context, CveReleasesPart part, Releases releases, DateOnly cursor, DateOnly today, CancellationToken cancel)
    {
        using RecordSpill news = Spill(context, part);
        DateOnly reached = cursor;
        Exception? failure = null;
        try
        {
            for (DateOnly day = cursor.AddDays(-1); day <= today; day = day.AddDays(1))
            {
                if (releases.Days.GetValueOrDefault(day) is not { } delta)
                    continue;
                await AddAsync(context, part, delta.Address, news, cancel);
                reached = day > reached ? day : reached;
            }
        }
        catch (Exception e) when (e is FetchFailure or OperationCanceledException)
        {
            failure = e;
        }
        bool changed = await context.MergeAsync(part, news, RecordShape.Cve, Text(reached), CancellationToken.None);
        return failure is null ? changed : throw failure;
    }

    private static bool Missing(Releases releases, DateOnly cursor, DateOnly today)
    {
        for (DateOnly day = cursor; day < today; day = day.AddDays(1))
            if (releases.Days.GetValueOrDefault(day) is not { AtEndOfDay: true })
                return true;
        return false;
    }

    /// <summary>The records of a release's file; the one with all CVEs is a zip file in a zip file.</summary>
    private static async Task AddAsync(SyncContext context, CveReleasesPart part, string address, RecordSpill spill, CancellationToken cancel)
    {
        DownloadedFile file = await context.DownloadAsync(part, address, ContentShape.Zip, null, cancel) ?? throw new FetchFailure($"{address}: no answer");
        int before = spill.Count;
        bool nested = address.EndsWith(".zip.zip", StringComparison.OrdinalIgnoreCase);
        if (nested)
        {
            context.Progress.Note($"{context.Title(part)}: unpacking");
            var inner = await Unpacking.RunAsync(file.Path, NestedRule, "", context.Home.StagingOf(context.Source, part), address, cancel);
            await Task.Run(() => AddMembers(inner[0].From, address, spill, cancel), cancel);
            File.Delete(inner[0].From);
        }
        else
        {
            await Task.Run(() => AddMembers(file.Path, address, spill, cancel), cancel);
        }
        if (nested && spill.Count == before)
            throw new FetchFailure($"{address}: no CVE record in it");
        file.Drop();
    }

    private static void AddMembers(string path, string address, RecordSpill spill, CancellationToken cancel)
    {
        using var members = ZipMembers.Open(path, RecordRule, address);
        using var record = new MemoryStream();
        foreach (var (name, entry) in members.List())
        {
            // delta.json, deltaLog.json and recent activities lie beside the records.
            if (!name[(name.LastIndexOf('/') + 1)..].StartsWith("CVE-", StringComparison.Ordinal))
                continue;
            record.SetLength(0);
            members.Copy(entry, record, 64 << 20, cancel);
            try
            {
                spill.Add(record.GetBuffer().AsSpan(0, (int)record.Length));
            }
            catch (JsonException e)
            {
                throw new FetchFailure($"{address}: '{name}' is no JSON: {e.Message}", null, e);
            }
        }
    }

    private static async Task<Releases> ListAsync(SyncContext context, CveReleasesPart part, DateOnly oldest, CancellationToken cancel)
    {
        var releases = new Releases();
        for (int page = 1; page <= MostPages; page++)
        {
            int count = await context.JsonAsync(part, string.Create(CultureInfo.InvariantCulture, $"{part.Address}?per_page=100&page={page}"), json => Add(json, releases), cancel);
            if (count == 0 || (releases.Whole is not null && releases.Days.Count > 0 && releases.Days.Keys.Min() < oldest))
                break;
        }
        return releases;
    }

    private static int Add(JsonElement page, Releases releases)
    {
        foreach (JsonElement release in page.EnumerateArray())
            foreach (JsonElement asset in release.GetProperty("assets").EnumerateArray())
                releases.Add(asset.GetProperty("name").GetString() ?? "", asset.GetProperty("browser_download_url").GetString() ?? "");
        return page.GetArrayLength();
    }

    private static RecordSpill Spill(SyncContext context, FetchPart part) => new(RecordShape.Cve, Path.Combine(context.Home.StagingOf(context.Source, part), "records"));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed partial class Releases
    {
        public (DateOnly Day, string Address)? Whole { get; private set; }

        public Dictionary<DateOnly, (string When, string Address, bool AtEndOfDay)?> Days { get; } = [];

        /// <summary>By the file's name alone: the release's own may be of the day after.</summary>
        public void Add(string name, string address)
        {
            Match match = AssetName().Match(name);
            if (!match.Success || !DateOnly.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                return;
            if (match.Groups["all"].Success)
                Whole = Whole is { } whole && whole.Day >= day ? Whole : (day, address);
            else
                AddDelta(day, match.Groups["when"].Value, address);
        }

        private void AddDelta(DateOnly day, string when, string address)
        {
            // "end_of_day" comes after any hour, in the order of characters too.
            if (Days.GetValueOrDefault(day) is { } known && string.CompareOrdinal(known.When, when) >= 0)
                return;
            Days[day] = (when, address, when == "end_of_day");
        }

        [GeneratedRegex(@"^(?<day>\d{4}-\d{2}-\d{2})_(?:(?<all>all_CVEs_at_midnight\.zip)|delta_CVEs_at_(?<when>end_of_day|\d{4}Z))\.zip$", RegexOptions.CultureInvariant)]
        private static partial Regex AssetName();
    }
}
