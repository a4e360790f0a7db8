using System.Text.Json;
using Hone.Core.Documents;

namespace Hone.Corpus.Tests.RealData;

/// <summary>The folder data-unpacked beside the repository, for tests that skip without it.</summary>
internal static class RealFolder
{
    public static string Require()
    {
        string? folder = Find("data-unpacked");
        if (folder is null)
            Assert.Skip("no data-unpacked folder beside the repository");
        return folder;
    }

    /// <summary>Lines of a file of documents/, each as (source, text).</summary>
    public static IEnumerable<(string Source, string Text)> Documents(string name)
    {
        foreach (JsonLine line in JsonLineReader.Read(Path.Combine(Require(), "documents", name)))
        {
            using JsonDocument json = JsonDocument.Parse(line.Utf8);
            yield return (json.RootElement.GetProperty("source").GetString()!, json.RootElement.GetProperty("text").GetString()!);
        }
    }

    private static string? Find(string name)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Directory.Exists(Path.Combine(place.FullName, name)))
                return Path.Combine(place.FullName, name);
        return null;
    }
}
