using System.Text.Json;
using Hone.Core.Runs;
using Hone.Corpus.Fetching.Records;

namespace Hone.Corpus.Fetching.Archives;

/// <summary>An archive into a staging folder, as files or as lines; nothing is put in place before all of it went well.</summary>
internal static class Unpacking
{
    private const long MaxMemberBytes = 512L << 20;
    private const int MaxRecordBytes = 64 << 20;

    /// <summary>The files made, as (where it lies now, where it belongs).</summary>
    public static async Task<IReadOnlyList<(string From, string To)>> RunAsync(string archive, UnpackRule rule, string to, string staging, string label, CancellationToken cancel)
    {
        string folder = Path.Combine(staging, "unpacked");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return await Task.Run(() =>
        {
            using var members = ZipMembers.Open(archive, rule, label);
            IReadOnlyList<(string From, string To)> made = rule.AsRecords ? [WriteRecords(members, folder, to, label, cancel)] : [.. WriteTree(members, folder, to, cancel)];
            return made.Count > 0 ? made : throw new FetchFailure($"{label}: nothing in the archive is named as expected ({rule.Folder}*{rule.Ending})", "the publisher may have moved its files: please report it");
        }, cancel);
    }

    /// <summary>Hashes what was made, as the lock has it.</summary>
    public static async Task<IReadOnlyList<LockedFile>> DescribeAsync(IReadOnlyList<(string From, string To)> files, CancellationToken cancel)
    {
        var described = new List<LockedFile>();
        foreach ((string from, string to) in files)
        {
            FileRecord record = await ContentHash.OfFileAsync(from, to, cancel);
            described.Add(new LockedFile(to, record.Bytes, record.Sha256));
        }
        return described;
    }

    private static IEnumerable<(string From, string To)> WriteTree(ZipMembers members, string folder, string to, CancellationToken cancel)
    {
        foreach (var (name, entry) in members.List())
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            using (FileStream file = File.Create(path))
                members.Copy(entry, file, MaxMemberBytes, cancel);
            yield return (path, $"{to}/{name}");
        }
    }

    private static (string From, string To) WriteRecords(ZipMembers members, string folder, string to, string label, CancellationToken cancel)
    {
        string path = Path.Combine(folder, Path.GetFileName(to));
        using var lines = new RecordFile(path);
        using var record = new MemoryStream();
        foreach (var (name, entry) in members.List())
        {
            record.SetLength(0);
            members.Copy(entry, record, MaxRecordBytes, cancel);
            try
            {
                lines.Add(record.GetBuffer().AsSpan(0, (int)record.Length));
            }
            catch (JsonException e)
            {
                throw new FetchFailure($"{label}: '{name}' is no JSON: {e.Message}", null, e);
            }
        }
        if (lines.Count == 0)
            throw new FetchFailure($"{label}: no records in the archive", "the publisher may have moved its files: please report it");
        return (path, to);
    }
}
