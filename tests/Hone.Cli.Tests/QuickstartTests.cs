using System.Text.Json.Nodes;

namespace Hone.Cli.Tests;

/// <summary>
/// What the quickstart promises, asked of a finished run: HONE_QUICKSTART names its directory. The run takes minutes, so
/// the default tests skip this and the build machine does it after running the recipe.
/// </summary>
public class QuickstartTests
{
    [Fact]
    public void Security_AfterAdapting_FallsByFifteenPercent()
    {
        var summary = Summary();

        Assert.True(Number(summary, "security_bpb_change") <= -15, "bits per byte on held-out security text fell by less than 15 %");
        Assert.True(Number(summary, "security_bpb_change_high") < 0, "bits per byte on held-out security text did not fall for certain");
    }

    [Fact]
    public void General_AfterAdapting_RisesByOnePercentAtMost()
        => Assert.True(Number(Summary(), "general_bpb_change") <= 1);

    [Fact]
    public void General_AfterTheNaiveArm_ShowsTheForgettingThatWasPrevented()
    {
        var summary = Summary();

        Assert.True(Number(summary, "naive_general_bpb_change_low") > 0, "the naive arm did not forget for certain");
        Assert.True(Number(summary, "general_bpb_change_high") < Number(summary, "naive_general_bpb_change_low"));
    }

    [Fact]
    public void Memory_AtItsPeak_IsBelowThreeGigabytes()
        => Assert.True(Number(Summary(), "peak_rss_bytes") < 3e9);

    [Fact]
    public void Report_IsThere()
    {
        Summary();

        Assert.Contains("</html>", File.ReadAllText(Path.Combine(Run()!, "report", "report.html")), StringComparison.Ordinal);
    }

    private static string? Run() => Environment.GetEnvironmentVariable("HONE_QUICKSTART");

    private static JsonNode Summary()
    {
        Assert.SkipWhen(Run() is null, "HONE_QUICKSTART does not name a finished run of recipes/quickstart.yaml");
        return JsonNode.Parse(File.ReadAllText(Path.Combine(Run()!, "report", "summary.json")))!;
    }

    private static double Number(JsonNode summary, string name) =>
        (summary[name] ?? throw new InvalidOperationException($"summary.json has no {name}")).GetValue<double>();
}
