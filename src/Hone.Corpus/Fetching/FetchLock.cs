using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Fetching;

/// <summary>hone.lock.json: what was fetched, from where, when, under which licence, and the hash of every file it became.</summary>
public sealed record FetchLock
{
    public const string FileName = "hone.lock.json";
    internal const int CurrentVersion = 1;
    internal const int MaxBytes = 256 << 20;

    public int Version { get; init; } = CurrentVersion;

    public SortedDictionary<string, LockedSource> Sources { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The lock of a directory, or null where there is none.</summary>
    public static FetchLock? Load(string directory)
    {
        string path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Parse(InputFile.ReadAll(path, MaxBytes), path) : null;
    }

    internal static FetchLock Parse(ReadOnlySpan<byte> json, string path)
    {
        FetchLock? locked;
        try
        {
            locked = JsonSerializer.Deserialize(json, FetchJson.Readable.FetchLock);
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{e.LineNumber + 1}: not a lock file: {e.Message}", "move it away and fetch again", e);
        }
        if (locked is not { Version: CurrentVersion })
            throw new UserError($"{path}: written by another version of hone", "move it away and fetch again, or use that version");
        foreach (LockedFile file in locked.Files)
            if (Archives.ArchivePath.Problem(file.Path) is { } problem)
                throw new UserError($"{path}: '{file.Path}': {problem}", "the lock was tampered with; move it away and fetch again");
        return locked;
    }

    internal IEnumerable<LockedFile> Files => Sources.Values.SelectMany(source => source.Parts.Values).SelectMany(part => part.Files);

    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, FetchJson.Readable.FetchLock), (byte)'\n'];

    internal void Save(string directory) => AtomicFile.Write(Path.Combine(directory, FileName), ToBytes());

    internal LockedPart? Part(string source, string item) => Sources.GetValueOrDefault(source)?.Parts.GetValueOrDefault(item);

    internal FetchLock With(FetchSource source, string item, LockedPart part)
    {
        var parts = new SortedDictionary<string, LockedPart>(Sources.GetValueOrDefault(source.Name)?.Parts ?? [], StringComparer.Ordinal) { [item] = part };
        return With(source.Name, new LockedSource { Kind = source.Kind, Licence = source.Licence, Parts = parts });
    }

    internal FetchLock With(string name, LockedSource source) =>
        this with { Sources = new SortedDictionary<string, LockedSource>(Sources, StringComparer.Ordinal) { [name] = source } };

    /// <summary>Only some of its sources.</summary>
    internal FetchLock Only(IReadOnlyCollection<string> names) =>
        this with { Sources = new SortedDictionary<string, LockedSource>(Sources.Where(s => names.Count == 0 || names.Contains(s.Key)).ToDictionary(), StringComparer.Ordinal) };
}

public sealed record LockedSource
{
    public required string Kind { get; init; }

    public required string Licence { get; init; }

    public SortedDictionary<string, LockedPart> Parts { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Bytes, hash and validators are those of what the server sent; the files are what became of it.</summary>
public sealed record LockedPart
{
    public required string Address { get; init; }

    /// <summary>When the server last answered for it, in UTC.</summary>
    public required string At { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public string? Etag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Up to where an incremental source is complete.</summary>
    public string? Cursor { get; init; }

    public IReadOnlyList<LockedFile> Files { get; init; } = [];
}

/// <param name="Path">Below the directory, with '/'.</param>
public sealed record LockedFile(string Path, long Bytes, string Sha256);
