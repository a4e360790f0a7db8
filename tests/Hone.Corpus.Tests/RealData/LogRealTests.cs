using Hone.Corpus.Sources;

namespace Hone.Corpus.Tests.RealData;

/// <summary>Logs as systems, collectors and attack simulations wrote them, where they lie beside the repository.</summary>
public class LogRealTests
{
    [Theory]
    [InlineData("loghub", 31_000)]
    [InlineData("zeek-logs", 130_000)]
    [InlineData("otrf-datasets", 50_000)]
    public void Read_Folder_TellsEveryEventInFewCharacters(string name, int events)
    {
        string folder = RealData.Folder(name);
        SourceReference reference = SourceReference.Parse($"logs:{folder}", out _)!;

        SourceItem[] items = [.. SourceList.For(reference).Parts(reference).AsParallel().AsOrdered().WithDegreeOfParallelism(2).SelectMany(part => part.Read())];

        Assert.All(items, item => Assert.True(item.Verdict.Kept, item.Document.Id));
        Assert.Equal(items.Length, items.Select(item => item.Document.Id).Distinct().Count());
        Assert.True(items.Average(item => item.Document.Text.Length) < 7000);
        Assert.True(items.Sum(Events) >= events);
    }

    /// <summary>"1,234 events of file."</summary>
    private static int Events(SourceItem item) =>
        int.Parse(item.Document.Text.Split('\n')[2].Split(' ')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
}
