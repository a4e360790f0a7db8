using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.Sources.Logs;

/// <summary>What tests of log formats share: writing a file in some encoding or archive, and reading it.</summary>
internal static class LogFolder
{
    public static SourceItem Single(this TestFolder folder, string kind, string text) => Assert.Single(folder.ReadText(kind, "a.log", text));

    public static string WriteBytes(this TestFolder folder, string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }

    public static string WriteZip(this TestFolder folder, string name, params (string Entry, string Text)[] entries)
    {
        using var zip = new ZipArchive(File.Create(folder[name]), ZipArchiveMode.Create);
        foreach ((string entry, string text) in entries)
        {
            using Stream stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return folder[name];
    }

    public static string WriteTarGz(this TestFolder folder, string name, params (string Entry, string Text)[] entries)
    {
        using var gzip = new GZipStream(File.Create(folder[name]), CompressionMode.Compress);
        using var tar = new TarWriter(gzip);
        foreach ((string entry, string text) in entries)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return folder[name];
    }

    /// <summary>No item may be lost to an exception; those that are kept must be whole.</summary>
    public static void AssertSound(SourceItem[] items)
    {
        Assert.Equal(items.Length, items.Select(item => item.Document.Id + item.Verdict.Reason).Distinct().Count());
        foreach (SourceItem item in items)
        {
            Assert.True(item.Document.Text.Length < 60_000, item.Document.Id);
            if (item.Verdict.Kept)
                Assert.StartsWith("# ", item.Document.Text, StringComparison.Ordinal);
        }
    }
}
