using System.Text.Json;
using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.RealData;

/// <summary>The mail reader on the 1,512 real mails of SpamAssassin, where a data-unpacked folder lies beside the repository.</summary>
public sealed class RealMailTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mail_SpamAssassin_IsToldWithItsHeadAndWithoutTheRestsOfMime()
    {
        string? data = RealDataFolder("sources/spam-assassin");
        if (data is null)
            Assert.Skip("no data-unpacked folder beside the repository");
        foreach (string file in Directory.EnumerateFiles(data, "*.json", SearchOption.AllDirectories))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            _folder.Write($"{Path.GetFileName(Path.GetDirectoryName(file))}/{json.RootElement.Text("id")}", json.RootElement.Text("text")!);
        }

        SourceItem[] items = _folder.Read("mail");
        SourceItem[] kept = [.. items.Where(item => item.Verdict.Kept)];

        Assert.Equal(1_512, items.Length);
        Assert.InRange(kept.Length, 1_500, 1_512);
        Assert.All(items, item => Assert.NotEqual("broken", item.Verdict.Reason));
        Assert.All(kept, item => Assert.Contains("From: ", item.Document.Text, StringComparison.Ordinal));
        Assert.True(kept.Count(item => item.Document.Date is not null) > 1_480);
        foreach (string rest in (string[])["<td", "</font>", "Content-Transfer-Encoding: ", "=3D\"http", "&nbsp;"])
            Assert.InRange(kept.Count(item => item.Document.Text.Contains(rest, StringComparison.OrdinalIgnoreCase)), 0, 15);
    }

    private static string? RealDataFolder(string name)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, "data-unpacked", name)))
                return Path.Combine(place.FullName, "data-unpacked", name);
        return null;
    }
}
