using Hone.Corpus.Fetching.Archives;
using Hone.Corpus.Fetching.Network;

namespace Hone.Corpus.Fetching.Sync;

/// <summary>A file or an archive at one address: asked for only if it changed, replaced only by one that is whole.</summary>
internal static class FileSync
{
    public static async Task<PartState> RunAsync(SyncContext context, FilePart part, CancellationToken cancel)
    {
        LockedPart? known = await context.IntactAsync(part, cancel) is { } intact && intact.Address == part.Address ? intact : null;
        DownloadedFile? file = await context.DownloadAsync(part, part.Address, part.Shape, known, cancel);
        if (known is not null && (file is null || file.Sha256 == known.Sha256))
        {
            context.Home.Write(context.Home.Lock.With(context.Source, part.Item, known with { At = context.Now, Etag = file is null ? known.Etag : file.Etag, LastModified = file is null ? known.LastModified : file.LastModified }));
            context.Finish(part);
            return PartState.Unchanged;
        }
        if (file is null)
            throw new FetchFailure($"{part.Address}: no answer");
        PartState state = context.Locked(part) is null ? PartState.New : PartState.Changed;
        await PutAsync(context, part, file, cancel);
        context.Finish(part);
        return state;
    }

    private static async Task PutAsync(SyncContext context, FilePart part, DownloadedFile file, CancellationToken cancel)
    {
        IReadOnlyList<(string From, string To)> made = [(file.Path, part.To)];
        IReadOnlyList<LockedFile> described = [new LockedFile(part.To, file.Bytes, file.Sha256)];
        if (part.Unpack is { } rule)
        {
            context.Progress.Note($"{context.Title(part)}: unpacking");
            made = await Unpacking.RunAsync(file.Path, rule, part.To, context.Home.StagingOf(context.Source, part), part.Address, cancel);
            described = await Unpacking.DescribeAsync(made, cancel);
        }
        var locked = new LockedPart
        {
            Address = part.Address,
            At = context.Now,
            Bytes = file.Bytes,
            Sha256 = file.Sha256,
            Etag = file.Etag,
            LastModified = file.LastModified,
            Files = described,
        };
        context.Home.Put(context.Source, part, locked, made);
    }
}
