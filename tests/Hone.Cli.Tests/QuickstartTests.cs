using System.Text.Json.Nodes;

namespace Hone.Cli.Tests;

/// <summary>
/// What the quickstart promises, asked of a finished run: HONE_QUICKSTART names its directory. The run takes minutes, so
/// the default tests skip this and the build machine does it after running the recipe.
/// </summary>
public class QuickstartTests
{
    [Fact]
    public void Security_AfterAdapting_IsReadBetter()
    {
        var summary = Summary();

        Assert.True(Number(summary, "security_bpb_change_high") < 0, "bits per byte on held-out security text did not fall for certain");
    }

    [Fact]
    public void Forgetting_OfTheMainArm_IsLessThanOfTheNaiveOne()
    {
        var summary = Summary();

        Assert.True(Number(summary, "general_bpb_change") < Number(summary, "naive_general_bpb_change"));
    }

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
