using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hone.Core;
using Hone.Core.Runs;
using Hone.Evaluation.Reports;
using Hone.Evaluation.Tests.Doubles;

namespace Hone.Evaluation.Tests.Reports;

public sealed class DemoRunFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    internal DemoRun Run { get; private set; } = new("");

    public async ValueTask InitializeAsync()
    {
        Run = new DemoRun(_directory.In("run"));
        await Run.WriteAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}

public partial class ReportStageTests(DemoRunFixture fixture) : IClassFixture<DemoRunFixture>
{
    private string Html => File.ReadAllText(fixture.Run.Report);

    private XElement Page => XElement.Parse(Html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), LoadOptions.PreserveWhitespace);

    [Fact]
    public void Report_WholeRun_IsWellFormedAndHasAllSections()
    {
        Assert.Equal(
            ["What changed", "Questions", "While it trained", "In its own words", "What it was made from", "What it took", "To do it again"],
            Page.Descendants("h2").Select(h => h.Value));
        Assert.Equal("It learned security, at the price of 0.2% on general text.", Assert.Single(Page.Descendants("h1")).Value);
    }

    [Fact]
    public void Report_HostileTexts_StayText()
    {
        Assert.DoesNotContain(Page.Descendants(), e => e.Name.LocalName is "script" or "img" or "i" && e.Attribute("class") is null);
        Assert.Contains(Page.Descendants("bdi"), e => e.Value.Contains("<script>alert(1)</script><img src=x onerror=alert(2)>", StringComparison.Ordinal));
        Assert.DoesNotContain('\u202E', Html);
        Assert.DoesNotContain('\u001B', Html);
        Assert.DoesNotContain(Page.DescendantsAndSelf().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(Page.Descendants("td"), e => e.Value == "<i>reports & notes</i>");
    }

    [Fact]
    public void Report_Always_LoadsNothing()
    {
        Assert.DoesNotMatch(Outside(), Html);
        Assert.DoesNotContain(Page.Descendants(), e => e.Name.LocalName is "link" or "iframe" or "object" or "a");
        Assert.DoesNotContain(Page.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "src" or "href");
    }

    [Fact]
    public void Report_Charts_HaveNamesAndFiniteNumbers()
    {
        var charts = Page.Descendants("svg").ToArray();

        Assert.Equal(2 + 2 + 3 + 1, charts.Length);
        Assert.All(charts, chart => Assert.False(string.IsNullOrWhiteSpace(chart.Attribute("aria-label")?.Value)));
        Assert.DoesNotContain("NaN", Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_WholeRun_HasThePromisedKeys()
    {
        var summary = JsonNode.Parse(File.ReadAllText(fixture.Run.SummaryFile))?.AsObject() ?? [];

        foreach (var name in new[] { "security_bpb", "general_bpb", "exam_accuracy" })
        {
            foreach (var when in new[] { $"{name}_before", $"{name}_after", $"naive_{name}_after" })
                Assert.InRange(Number(when), Number($"{when}_low"), Number($"{when}_high"));
        }
        Assert.Equal(240, Number("exam_n"));
        Assert.Equal(1200 * 2048, Number("tokens_trained"));
        Assert.Equal(74 + 96 + 1312 + 1105 + 94 + 95, Number("wall_seconds"));
        Assert.Equal(2310L << 20, Number("peak_rss_bytes"));
        Assert.Equal(1, Number("seed"));
        Assert.Equal("learned", summary["security_bpb_verdict"]?.GetValue<string>());
        Assert.Equal("forgot", summary["naive_general_bpb_verdict"]?.GetValue<string>());
        Assert.True(Number("naive_general_bpb_after") > Number("general_bpb_after"));

        double Number(string name) => summary[name]?.GetValue<double>() ?? double.NaN;
    }

    [Fact]
    public async Task Run_Again_WritesTheSameBytes()
    {
        using var directory = new TemporaryDirectory();

        await RunAsync(fixture.Run.Directory, directory.In("again"), [.. DemoRun.Arms]);

        Assert.Equal(File.ReadAllBytes(fixture.Run.Report), File.ReadAllBytes(directory.In("again", "report.html")));
        Assert.Equal(File.ReadAllBytes(fixture.Run.SummaryFile), File.ReadAllBytes(directory.In("again", "summary.json")));
    }

    [Fact]
    public async Task Run_OnlyEvaluationLogs_StillReports()
    {
        using var directory = new TemporaryDirectory();
        foreach (var stage in new[] { "eval-before", "eval-hone" })
        {
            Directory.CreateDirectory(directory.In("run", stage));
            File.Copy(Path.Combine(fixture.Run.Directory, stage, "eval.json"), directory.In("run", stage, "eval.json"));
        }

        await RunAsync(directory.In("run"), directory.In("run", "report"), "hone");

        var page = XElement.Parse(File.ReadAllText(directory.In("run", "report", "report.html")).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Equal(["What changed", "Questions", "In its own words", "To do it again"], page.Descendants("h2").Select(h => h.Value));
    }

    [Fact]
    public async Task Run_WithoutEvaluation_NamesTheMissingFile()
    {
        using var directory = new TemporaryDirectory();

        var error = await Assert.ThrowsAsync<UserError>(() => RunAsync(directory.Path, directory.In("report"), "hone"));

        Assert.Contains(directory.In("eval-before", "eval.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_FinishedRun_AreItsFilesWithoutTheReports()
    {
        var inputs = new ReportStage(fixture.Run.Directory, "t", DemoRun.Arms).Inputs;

        Assert.Equal(1 + 1 + (2 * 3) + 6, inputs.Count);
        Assert.All(inputs, input => Assert.True(File.Exists(input)));
    }

    private static Task RunAsync(string run, string output, params string[] arms) =>
        new ReportStage(run, "laptop-demo", arms).RunAsync(new StageContext(output, NoProgress.Instance, TimeProvider.System), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"https?://|//[a-z]|@import|url\(", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
