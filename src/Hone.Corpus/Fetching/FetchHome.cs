using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Fetching;

/// <summary>
/// The directory that is fetched into: sources in folders of their names, the lock file, and .fetch for what is not whole yet.
/// Readers leave names with a dot in front alone, so nothing half-written is ever taken for a document.
/// </summary>
internal sealed class FetchHome : IDisposable
{
    private readonly FileStream _held;

    private FetchHome(string path, FileStream held)
    {
        (Path, _held) = (path, held);
        Lock = FetchLock.Load(path) ?? new FetchLock();
    }

    public string Path { get; }

    public FetchLock Lock { get; private set; }

    public string Staging => System.IO.Path.Combine(Path, ".fetch");

    /// <summary>Opens or makes the directory, for one process at a time.</summary>
    public static FetchHome Open(string path)
    {
        string staging = System.IO.Path.Combine(path, ".fetch");
        try
        {
            Directory.CreateDirectory(staging);
            var held = new FileStream(System.IO.Path.Combine(staging, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                var home = new FetchHome(path, held);
                home.FinishPending();
                return home;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: cannot be written to: {e.Message}", "another hone fetch may be at work there", e);
        }
    }

    public string In(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>A folder for the unfinished work of one part; it stays until the part is in place.</summary>
    public string StagingOf(FetchSource source, FetchPart part)
    {
        string folder = System.IO.Path.Combine(Staging, $"{source.Name}-{ShortHash(part.Address + part.Item)}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Whether all files of a part are there as the lock has them.</summary>
    public async Task<bool> HoldsAsync(LockedPart part, CancellationToken cancel)
    {
        foreach (LockedFile file in part.Files)
            if (await LockCheck.ProblemAsync(Path, file, cancel) is not null)
                return false;
        return true;
    }

    /// <summary>Moves finished files to their places, deletes those that were there before and are no more, and writes it all down.</summary>
    public void Put(FetchSource source, FetchPart part, LockedPart locked, IEnumerable<(string From, string To)> moves) => Put(Lock.With(source, part.Item, locked), moves);

    /// <summary>What is to be done is written down first: whoever opens the directory after a stop in the middle does the rest.</summary>
    public void Put(FetchLock changed, IEnumerable<(string From, string To)> moves)
    {
        var pending = new PendingMoves(changed, [.. moves.Select(move => new PendingMove(System.IO.Path.GetRelativePath(Staging, move.From), move.To))]);
        AtomicFile.Write(PendingPath, JsonSerializer.SerializeToUtf8Bytes(pending, FetchJson.Readable.PendingMoves));
        Do(pending);
    }

    private string PendingPath => System.IO.Path.Combine(Staging, "pending.json");

    private void Do(PendingMoves pending)
    {
        foreach (PendingMove move in pending.Moves)
        {
            string from = System.IO.Path.Combine(Staging, move.From), to = In(move.To);
            if (!File.Exists(from))
                continue;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to) ?? Path);
            File.Move(from, to, overwrite: true);
        }
        var kept = pending.Lock.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (LockedFile gone in Lock.Files.Where(file => !kept.Contains(file.Path)))
            File.Delete(In(gone.Path));
        Write(pending.Lock);
        File.Delete(PendingPath);
    }

    private void FinishPending()
    {
        if (File.Exists(PendingPath) && JsonSerializer.Deserialize(File.ReadAllBytes(PendingPath), FetchJson.Readable.PendingMoves) is { } pending)
            Do(pending);
    }

    public void Write(FetchLock changed)
    {
        Lock = changed;
        Lock.Save(Path);
    }

    public void Dispose() => _held.Dispose();

    public static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

/// <summary>Files on their way from the staging folder to their places, and the lock that is true once they are there.</summary>
internal sealed record PendingMoves(FetchLock Lock, IReadOnlyList<PendingMove> Moves);

internal sealed record PendingMove(string From, string To);
