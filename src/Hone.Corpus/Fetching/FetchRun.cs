using Hone.Core;
using Hone.Core.Runs;
using Hone.Corpus.Fetching.Network;
using Hone.Corpus.Fetching.Sync;

namespace Hone.Corpus.Fetching;

/// <summary>Fetches sources one after the other. One that fails keeps what it had, and the others go on.</summary>
public static class FetchRun
{
    /// <summary>Name, what it is, licence, and the page that documents it.</summary>
    public static IReadOnlyList<FetchDescription> Descriptions { get; } =
        [.. FetchList.All.Select(s => new FetchDescription(s.Name, s.About, s.Kind, s.Licence, [.. s.Parts.Select(p => p.Item)], s.AnyOf, s.Documentation))];

    public static Task<FetchReport> RunAsync(FetchOptions options, IProgressReporter progress, TimeProvider time, CancellationToken cancel) =>
        RunAsync(options, FetchList.All, FetchLimits.Default, progress, time, cancel);

    internal static async Task<FetchReport> RunAsync(FetchOptions options, IReadOnlyList<FetchSource> all, FetchLimits limits, IProgressReporter progress, TimeProvider time, CancellationToken cancel)
    {
        // All that can be wrong with the question is said before anything is asked.
        FetchChoice.Of(options.Sources, FetchLock.Load(options.To) ?? new FetchLock(), all);
        var mirrors = Mirrors(options.Mirrors, all);
        using FetchHome home = FetchHome.Open(options.To);
        var fetched = new List<FetchedSource>();
        foreach (var (source, parts) in FetchChoice.Of(options.Sources, home.Lock, all))
        {
            var rules = new HostRules(source, options.AllowedHosts, mirrors.GetValueOrDefault(source.Name) ?? mirrors.GetValueOrDefault(""));
            using var client = new FetchClient(source, rules, limits, progress, time);
            var context = new SyncContext(source, home, client, progress, time)
            {
                Since = options.Since is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
            };
            fetched.Add(await FetchAsync(context, parts, cancel));
        }
        return new FetchReport(options.To, fetched);
    }

    private static async Task<FetchedSource> FetchAsync(SyncContext context, IReadOnlyList<FetchPart> parts, CancellationToken cancel)
    {
        PartState state = PartState.Unchanged;
        FetchFailure? failure = null;
        foreach (FetchPart part in parts)
        {
            try
            {
                PartState came = await SyncAsync(context, part, cancel);
                state = came > state ? came : state;
            }
            catch (FetchFailure e)
            {
                context.Progress.Note($"{context.Title(part)}: {e.Message}");
                failure ??= e;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UserError($"{context.Home.Path}: {e.Message}", "is the disk full, or the directory not writable? what is finished is kept", e);
            }
        }
        LockedSource? locked = context.Home.Lock.Sources.GetValueOrDefault(context.Source.Name);
        LockedFile[] files = [.. locked?.Parts.Values.SelectMany(part => part.Files) ?? []];
        return new FetchedSource(context.Source.Name, failure is null ? state.ToString().ToLowerInvariant() : "failed", Reference(context, files), context.Source.Licence, files.Length, files.Sum(file => file.Bytes))
        {
            Cursor = locked?.Parts.Values.Select(part => part.Cursor).FirstOrDefault(cursor => cursor is not null),
            Problem = failure?.Message,
            Hint = failure?.Hint,
        };
    }

    private static Task<PartState> SyncAsync(SyncContext context, FetchPart part, CancellationToken cancel) => part switch
    {
        FilePart file => FileSync.RunAsync(context, file, cancel),
        CveReleasesPart cve => CveSync.RunAsync(context, cve, cancel),
        NvdPart nvd => NvdSync.RunAsync(context, nvd, cancel),
        CsafPart csaf => CsafSync.RunAsync(context, csaf, cancel),
        NotesPart notes => NotesSync.RunAsync(context, notes, cancel),
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    /// <summary>kind:folder, where all files of a source lie.</summary>
    private static string Reference(SyncContext context, LockedFile[] files)
    {
        string folder = files.Length > 0 ? files[0].Path.Split('/')[0] : context.Source.Name;
        return $"{context.Source.Kind}:{context.Home.In(folder)}";
    }

    private static Dictionary<string, Uri> Mirrors(IReadOnlyList<string> texts, IReadOnlyList<FetchSource> all)
    {
        var mirrors = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            bool named = equals > 0 && !text[..equals].Contains(':', StringComparison.Ordinal);
            mirrors[named ? FetchChoice.Find(text[..equals], all).Name : ""] = HostRules.ParseMirror(named ? text[(equals + 1)..] : text);
        }
        return mirrors;
    }
}

public sealed record FetchDescription(string Name, string About, string Kind, string Licence, IReadOnlyList<string> Items, string? AnyOf, string Documentation);
