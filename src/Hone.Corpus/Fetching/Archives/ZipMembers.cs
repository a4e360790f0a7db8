using System.Buffers.Binary;
using System.IO.Compression;

namespace Hone.Corpus.Fetching.Archives;

/// <summary>
/// The wanted members of a zip file, in ordinal order of their names, under bounds that hold however the archive lies: on the number
/// of entries (read before the directory is), on the bytes that come out, and on how much larger than the archive they are.
/// Links are passed over. A name that leads elsewhere refuses the whole archive.
/// </summary>
internal sealed class ZipMembers : IDisposable
{
    private const int MaxRatio = Network.ContentCheck.MaxRatio;

    private readonly ZipArchive _archive;
    private readonly UnpackRule _rule;
    private readonly string _label;
    private readonly long _most;
    private long _unpacked;

    private ZipMembers(ZipArchive archive, UnpackRule rule, string label, long packed)
    {
        (_archive, _rule, _label) = (archive, rule, label);
        _most = Math.Min(rule.MaxBytes, packed * MaxRatio + (16 << 20));
    }

    /// <param name="label">What to call it when something is wrong.</param>
    public static ZipMembers Open(string path, UnpackRule rule, string label)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            if (CountEntries(file) > (ulong)rule.MaxFiles)
                throw new FetchFailure($"{label}: more than {rule.MaxFiles:N0} files in the archive");
            return new ZipMembers(new ZipArchive(file, ZipArchiveMode.Read), rule, label, file.Length);
        }
        catch (Exception e)
        {
            file.Dispose();
            throw e is InvalidDataException ? Damaged(label, e) : e;
        }
    }

    public IReadOnlyList<(string Name, ZipArchiveEntry Entry)> List()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var members = new List<(string Name, ZipArchiveEntry Entry)>();
        foreach (ZipArchiveEntry entry in Entries())
        {
            if (IsLink(entry))
                continue;
            if (!entry.FullName.EndsWith('/') && ArchivePath.Problem(entry.FullName) is { } problem && (_rule.NameOf(entry.FullName) is not null || Leaves(entry.FullName)))
                throw new FetchFailure($"{_label}: '{entry.FullName}': {problem}", "an archive with such names is not used at all");
            if (_rule.NameOf(entry.FullName) is not { } name)
                continue;
            if (!seen.Add(name))
                throw new FetchFailure($"{_label}: two files named '{name}'");
            members.Add((name, entry));
        }
        return [.. members.OrderBy(member => member.Name, StringComparer.Ordinal)];
    }

    /// <summary>A member's bytes, counted with all that came before.</summary>
    public void Copy(ZipArchiveEntry entry, Stream target, long maxBytes, CancellationToken cancel)
    {
        try
        {
            using Stream content = entry.Open();
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancel.ThrowIfCancellationRequested();
                bytes += read;
                _unpacked += read;
                if (bytes > maxBytes || _unpacked > _most)
                    throw new FetchFailure($"{_label}: unpacks to far more than such data does ('{entry.FullName}')", "an archive like this is made to fill a disk");
                target.Write(buffer.AsSpan(0, read));
            }
            if (bytes != entry.Length)
                throw new FetchFailure($"{_label}: '{entry.FullName}' is not as long as the archive says");
        }
        catch (InvalidDataException e)
        {
            throw Damaged(_label, e);
        }
    }

    public void Dispose() => _archive.Dispose();

    private System.Collections.ObjectModel.ReadOnlyCollection<ZipArchiveEntry> Entries()
    {
        try
        {
            return _archive.Entries;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(_label, e);
        }
    }

    private static FetchFailure Damaged(string label, Exception e) => new($"{label}: not a whole zip file: {e.Message}", null, e);

    private static bool Leaves(string name) => name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..");

    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000;

    /// <summary>From the record at the file's end (APPNOTE 4.3.16; 4.3.14 where there are more than 65,534).</summary>
    private static ulong CountEntries(FileStream file)
    {
        byte[] tail = new byte[Math.Min(file.Length, 65_535 + 22)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Seek(0, SeekOrigin.Begin);
        int end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > tail.Length)
            throw new InvalidDataException("no end of central directory");
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        int large = tail.AsSpan(0, end).LastIndexOf("PK\u0006\u0006"u8);
        return count == ushort.MaxValue && large >= 0 && large + 40 <= tail.Length ? BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(large + 32)) : count;
    }
}
