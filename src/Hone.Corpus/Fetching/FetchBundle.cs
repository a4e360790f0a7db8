using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Hone.Core;
using Hone.Core.Documents;
using Hone.Core.Runs;

namespace Hone.Corpus.Fetching;

/// <summary>
/// Everything a lock names in one archive (tar, gzip), to be carried into a network without a way out. The lock comes first, then
/// the files in its order, all with one date and owner: the same files make the same bytes. Reading believes nothing but the hashes
/// of the lock, and puts nothing in place before every one of them was found right.
/// </summary>
public static class FetchBundle
{
    /// <param name="names">Only these sources; none: all.</param>
    public static async Task<long> WriteAsync(string directory, string path, IReadOnlyCollection<string> names, IProgressReporter progress, CancellationToken cancel)
    {
        FetchLock locked = Chosen(FetchLock.Load(directory) ?? throw LockCheck.NoLock(directory), names, directory);
        using var file = new AtomicFile(path);
        progress.Begin("bundle", locked.Files.Sum(f => f.Bytes), "bytes");
        await using (var gzip = new GZipStream(file.Stream, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Gnu))
        {
            using var list = new MemoryStream(locked.ToBytes());
            await tar.WriteEntryAsync(Entry(FetchLock.FileName, list), cancel);
            long done = 0;
            foreach (LockedFile each in locked.Files)
            {
                if (await LockCheck.ProblemAsync(directory, each, cancel) is { } problem)
                    throw new UserError($"{Path.Combine(directory, each.Path)}: {problem}", "fetch it again before you bundle");
                await using FileStream content = File.OpenRead(Path.Combine(directory, each.Path));
                await tar.WriteEntryAsync(Entry(each.Path, content), cancel);
                progress.Report(done += each.Bytes);
            }
        }
        file.Complete();
        return new FileInfo(path).Length;
    }

    /// <summary>Reads a bundle into a directory; sources it does not have stay as they are.</summary>
    public static async Task<FetchLock> ReadAsync(string path, string directory, IProgressReporter progress, CancellationToken cancel)
    {
        using FetchHome home = FetchHome.Open(directory);
        string staging = Path.Combine(home.Staging, "bundle");
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging);
        try
        {
            FetchLock carried = await UnpackAsync(path, staging, progress, cancel);
            FetchLock merged = carried.Sources.Aggregate(home.Lock, (all, source) => all.With(source.Key, source.Value));
            home.Put(merged, carried.Files.Select(file => (Path.Combine(staging, file.Path), file.Path)));
            return carried;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new UserError($"{path}: not a whole bundle: {e.Message}", "copy it again", e);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static async Task<FetchLock> UnpackAsync(string path, string staging, IProgressReporter progress, CancellationToken cancel)
    {
        if (!File.Exists(path))
            throw new UserError($"{path}: there is no such bundle");
        await using FileStream file = File.OpenRead(path);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        FetchLock carried = await ReadLockAsync(tar, path, cancel);
        var expected = carried.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        progress.Begin("unpack", expected.Values.Sum(f => f.Bytes), "bytes");
        long done = 0;
        while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry)
        {
            // A link, a folder, a file twice or one that the lock has not: none of these was ever written by us.
            if (entry.EntryType != TarEntryType.RegularFile || !expected.Remove(entry.Name, out LockedFile? locked) || entry.DataStream is null != (locked.Bytes == 0) || entry.Length != locked.Bytes)
                throw Tampered(path, entry.Name);
            await CopyAsync(entry, Path.Combine(staging, locked.Path), locked, path, cancel);
            progress.Report(done += locked.Bytes);
        }
        return expected.Count == 0 ? carried : throw new UserError($"{path}: {expected.Count} files of its lock are missing, '{expected.Keys.First()}' among them", "copy it again");
    }

    private static async Task<FetchLock> ReadLockAsync(TarReader tar, string path, CancellationToken cancel)
    {
        TarEntry? entry = await tar.GetNextEntryAsync(copyData: false, cancel);
        if (entry is not { EntryType: TarEntryType.RegularFile, Name: FetchLock.FileName, DataStream: { } data } || entry.Length > FetchLock.MaxBytes)
            throw new UserError($"{path}: not a bundle: it does not begin with {FetchLock.FileName}", "bundles are made with hone fetch --bundle FILE");
        byte[] json = new byte[entry.Length];
        await data.ReadExactlyAsync(json, cancel);
        return FetchLock.Parse(json, path);
    }

    private static async Task CopyAsync(TarEntry entry, string target, LockedFile locked, string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? "");
        await using (FileStream file = File.Create(target))
            if (entry.DataStream is { } data)
                await data.CopyToAsync(file, cancel);
        await using FileStream written = File.OpenRead(target);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancel)) != locked.Sha256)
            throw Tampered(path, locked.Path);
    }

    private static FetchLock Chosen(FetchLock locked, IReadOnlyCollection<string> names, string directory)
    {
        if (names.FirstOrDefault(name => !locked.Sources.ContainsKey(name)) is { } unknown)
            throw new UserError($"{directory}: the lock has no '{unknown}'", $"it has {string.Join(", ", locked.Sources.Keys)}");
        return locked.Only(names);
    }

    private static GnuTarEntry Entry(string name, Stream content) => new(TarEntryType.RegularFile, name)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
        AccessTime = DateTimeOffset.UnixEpoch,
        ChangeTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        DataStream = content,
    };

    private static UserError Tampered(string path, string name) => new($"{path}: '{name}' is not what the bundle's lock says", "it was changed or damaged on the way; nothing of it was put in place");
}
