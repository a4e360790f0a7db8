using System.Formats.Tar;
using System.IO.Compression;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources.Logs;

/// <summary>A file of logs, or one inside an archive.</summary>
/// <param name="Name">Path inside the source; inside an archive "day1.zip/security.json".</param>
internal sealed record LogFile(string Name, Stream Content);

/// <summary>
/// The files of a log source: plain, gzip, and what is inside .zip and .tar.gz, as evidence is handed over. Endings tell little
/// of logs ("messages", "auth.log.1"), so in a folder only what is surely none is left out; the content decides.
/// </summary>
internal static class LogFiles
{
    private static readonly string[] _others =
    [
        ".md", ".csv", ".html", ".pdf", ".docx", ".xlsx", ".png", ".jpg", ".gif", ".svg", ".yml", ".yaml", ".py", ".ps1", ".sh", ".exe", ".dll", ".evtx", ".pcap", ".pcapng", ".cap",
        ".7z", ".xz", ".bz2", ".zst", ".db", ".sqlite", ".bin", ".LICENSE",
    ];

    private static readonly string[] _bareNames = ["LICENSE", "LICENCE", "README", "CITATION", "NOTICE", "COPYING"];

    /// <summary>Places that surely hold no logs of one file are left out of a folder; a file that is named is read whatever it is called.</summary>
    public static IReadOnlyList<(string Path, string Relative)> Of(SourceReference reference)
    {
        if (File.Exists(reference.Path))
            return [(reference.Path, Path.GetFileName(reference.Path))];
        (string, string)[] files = [.. FileTree.List(reference.Path).Where(file => MayBeLog(file.Relative))];
        return files.Length > 0
            ? files
            : throw new UserError($"{reference.Path}: no file in this folder that could be a log", $"'{reference.Kind}:' reads plain, .gz, .zip and .tar.gz files, in subfolders too.");
    }

    /// <summary>The file, or the files in it, one after the other: each stream is read before the next is asked for.</summary>
    public static IEnumerable<LogFile> Open(string path, string relative)
    {
        if (relative.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return Zipped(path, relative);
        return relative.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || relative.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)
            ? Tarred(path, relative)
            : Single(path, relative);
    }

    private static IEnumerable<LogFile> Single(string path, string relative)
    {
        using Stream content = InputFile.Open(path);
        yield return new LogFile(relative, content);
    }

    private static IEnumerable<LogFile> Zipped(string path, string relative)
    {
        using Stream file = InputFile.Open(path);
        using ZipArchive zip = Guarded(path, () => new ZipArchive(file, ZipArchiveMode.Read));
        foreach (ZipArchiveEntry entry in Guarded(path, () => zip.Entries).Where(entry => entry.Length > 0 && MayBeLog(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using Stream content = Guarded(path, entry.Open);
            yield return new LogFile($"{relative}/{entry.FullName}", content);
        }
    }

    private static IEnumerable<LogFile> Tarred(string path, string relative)
    {
        using Stream file = InputFile.Open(path);
        using Stream unpacked = InputFile.IsGzip(path) ? Stream.Null : new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(InputFile.IsGzip(path) ? file : unpacked);
        while (Guarded(path, () => tar.GetNextEntry()) is { } entry)
            if (entry.DataStream is { } content && entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && MayBeLog(entry.Name))
                yield return new LogFile($"{relative}/{entry.Name.TrimStart('.', '/')}", entry.DataStream);
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException)
        {
            throw new UserError($"{path}: not a whole archive: {e.Message}", "Fetch or pack it again.", e);
        }
    }

    private static bool MayBeLog(string name)
    {
        string file = name[(name.LastIndexOf('/') + 1)..];
        return file.Length > 0 && file[0] != '.' && !name.StartsWith("__MACOSX", StringComparison.Ordinal)
            && !_bareNames.Contains(file, StringComparer.OrdinalIgnoreCase) && !SourceFiles.HasEnding(file, _others);
    }
}
