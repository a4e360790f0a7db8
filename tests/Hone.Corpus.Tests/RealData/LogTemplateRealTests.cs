using System.Globalization;
using Hone.Corpus.Sources;
using Hone.Corpus.Sources.Logs.Templates;

namespace Hone.Corpus.Tests.RealData;

/// <summary>The template miner against hand-made templates of sixteen systems (LogHub, 2,000 lines each), where they lie beside the repository.</summary>
public class LogTemplateRealTests(ITestOutputHelper output)
{
    [Fact]
    public void Miner_LogHub_GroupsAsPeopleDid()
    {
        string folder = RealData.Folder("loghub");
        var accuracies = new List<double>();
        foreach (string path in Directory.GetFiles(folder, "*_2k.log_structured.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            (string[] lines, string[] truth) = ReadStructured(path);
            var miner = new TemplateMiner();
            int[] forms = [.. lines.Select(line => miner.Add("", line))];
            miner.Settle();
            LogTemplate[] found = [.. forms.Select(miner.Of)];
            double accuracy = GroupingAccuracy(found, truth);
            accuracies.Add(accuracy);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path).Split('_')[0],-12} {accuracy:0.000}  {found.Distinct().Count()} templates, by hand {truth.Distinct().Count()}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean {accuracies.Average():0.000}"));

        Assert.Equal(16, accuracies.Count);
        Assert.True(accuracies.Average() > 0.84);
    }

    /// <summary>The share of lines whose group holds exactly the lines that the group made by hand holds.</summary>
    private static double GroupingAccuracy(LogTemplate[] found, string[] truth)
    {
        var sizes = truth.CountBy(template => template).ToDictionary();
        var groups = Enumerable.Range(0, found.Length).GroupBy(i => found[i]);
        return groups.Where(group => group.Select(i => truth[i]).Distinct().Count() == 1 && sizes[truth[group.First()]] == group.Count()).Sum(group => group.Count()) / (double)found.Length;
    }

    private static (string[] Lines, string[] Truth) ReadStructured(string path)
    {
        CsvRow[] rows = [.. CsvRows.Read(path)];
        int content = rows[0].Fields.ToList().IndexOf("Content"), id = rows[0].Fields.ToList().IndexOf("EventId");
        return ([.. rows.Skip(1).Select(row => row.Fields[content])], [.. rows.Skip(1).Select(row => row.Fields[id])]);
    }
}

internal static class RealData
{
    /// <summary>A folder of the published data, or the test is skipped.</summary>
    public static string Folder(string name)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
            if (Path.Combine(place.FullName, "data-unpacked", "sources", name) is var folder && Directory.Exists(folder))
                return folder;
        Assert.Skip($"no data-unpacked/sources/{name} beside the repository");
        return "";
    }
}
