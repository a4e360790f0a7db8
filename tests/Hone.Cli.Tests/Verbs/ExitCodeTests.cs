using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hone.Cli.Tests.Verbs;

/// <summary>The program as people and scripts meet it: exit codes, and what goes to stdout and what to stderr.</summary>
public class ExitCodeTests(TinyModel tiny)
{
    [Fact]
    public async Task Schema_PrintsJsonToStdoutAlone_Exits0()
    {
        var (code, output, error) = await Run("schema");

        Assert.Equal((0, ""), (code, error));
        using var schema = JsonDocument.Parse(output);
        Assert.Equal("object", schema.RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Doctor_AsJson_Exits0()
    {
        var (code, output, _) = await Run("doctor", "--json");

        Assert.Equal(0, code);
        Assert.NotNull(JsonNode.Parse(output)!["threads"]);
    }

    [Fact]
    public async Task DoctorSelfTest_FindsTheEngineSound_Exits0()
    {
        var (code, output, _) = await Run("doctor", "--self-test", "--json");

        Assert.Equal(0, code);
        Assert.All(JsonNode.Parse(output)!.AsArray(), check => Assert.True((bool)check!["passed"]!, (string?)check["name"]));
    }

    [Fact]
    public async Task UnknownVerb_Exits2()
    {
        var (code, output, error) = await Run("rnu");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("error: ", error, StringComparison.Ordinal);
        Assert.Contains("hint: hone --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecipeWithProblems_Exits2_AndStartsNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(tiny.Root, "bad.yaml"), "name: bad\nbase: nowhere\ncurate: { domain: [\"markdwn:general\", \"markdown:missing\"] }\nadapt: { tokns: 3 }\n", TestContext.Current.CancellationToken);

        var (code, output, error) = await Run("run", "bad.yaml");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("error: bad.yaml:2:7: 'base' names 'nowhere', which does not exist", error, StringComparison.Ordinal);
        Assert.Contains("error: bad.yaml:3:20: 'curate.domain': 'markdwn:general'", error, StringComparison.Ordinal);
        Assert.Contains("hint: did you mean 'markdown:general'?", error, StringComparison.Ordinal);
        Assert.Contains("error: bad.yaml:3:39: 'curate.domain' names 'missing', which does not exist", error, StringComparison.Ordinal);
        Assert.Contains("error: bad.yaml:4:10: unknown key 'adapt.tokns'", error, StringComparison.Ordinal);
        Assert.Contains("4 problems; nothing was started", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tiny.Root, "runs", "bad")));
    }

    [Fact]
    public async Task MissingRecipe_Exits1_WithoutTrace()
    {
        var (code, _, error) = await Run("run", "none.yaml");

        Assert.Equal(1, code);
        Assert.Equal(["error: there is no recipe 'none.yaml'", "hint: give the path of a YAML file, for example recipes/quickstart.yaml"], error.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Run_WholeRecipe_Exits0_AndTheSecondTimeDoesNothing()
    {
        var first = await Run("run", "adapt.yaml", "--json");
        var second = await Run("run", "adapt.yaml", "--json");

        Assert.True(first.Code == 0, first.Error);
        Assert.Equal(["curate", "eval-before", "adapt-hone", "adapt-naive", "eval-hone", "eval-naive", "report"], Stages(first.Out).Select(s => s.Stage));
        Assert.All(Stages(first.Out), s => Assert.Equal("done", s.Outcome));
        Assert.All(Stages(second.Out), s => Assert.Equal("up_to_date", s.Outcome));
        Assert.True(File.Exists(Path.Combine(tiny.Root, "runs", "adapted", "report", "report.html")));
    }

    [Fact]
    public async Task Run_Stopped_Exits130_AndSaysHowToGoOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM to send");

        var (code, error) = await BuiltProgram.StopAtAsync(tiny.Root, "adapt-hone: ", "run", "adapt.yaml", "--set", "name=endless", "--set", "adapt.tokens=1000000000");

        Assert.Equal(130, code);
        Assert.Contains("To go on, give the same command again:", error, StringComparison.Ordinal);
        Assert.Contains("  hone run adapt.yaml --set name=endless --set adapt.tokens=1000000000", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(tiny.Root, "runs", "endless", "adapt-hone", "manifest.json")));
    }

    [Fact]
    public async Task Curate_StopsAfterTheCorpus()
    {
        var (code, output, _) = await Run("curate", "adapt.yaml", "--set", "name=only", "--json");

        Assert.Equal(0, code);
        Assert.Equal(["curate"], Stages(output).Select(s => s.Stage));
    }

    [Fact]
    public async Task Chat_PipedText_IsContinuedOnStdout()
    {
        var directory = tiny.Model;

        var (code, output, error) = await BuiltProgram.RunAsync(tiny.Root, "The gateway", "chat", directory, "--max-tokens", "5", "--temperature", "0");

        Assert.Equal((0, ""), (code, error));
        Assert.NotEqual("", output.Trim());
    }

    [Fact]
    public async Task Chat_ImpossibleOption_Exits2()
    {
        var (code, _, error) = await Run("chat", "model", "--top-p", "2");

        Assert.Equal(2, code);
        Assert.Contains("--top-p must be above 0 and at most 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_NoModel_Exits1()
    {
        var (code, _, error) = await Run("chat", "nowhere");

        Assert.Equal(1, code);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OnAnExam_PrintsItsScore()
    {
        await File.WriteAllTextAsync(Path.Combine(tiny.Root, "exam.jsonl"), """
            {"id":"1","question":"What did the gateway do?","choices":["It blocked.","It slept."],"answer":"A","source":"a.md"}
            {"id":"2","question":"Who reported?","choices":["The kettle.","The analyst."],"answer":"B","source":"b.md"}

            """, TestContext.Current.CancellationToken);

        var (code, output, error) = await Run("eval", tiny.Model, "--suite", "exam=exam.jsonl");

        Assert.True(code == 0, error);
        Assert.Contains("exam", output, StringComparison.Ordinal);
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_UnknownSetting_Exits2()
    {
        var (code, _, error) = await Run("eval", tiny.Model, "--suite", "exem=exam.jsonl");

        Assert.Equal(2, code);
        Assert.Contains("did you mean 'exam'?", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Out, string Error)> Run(params string[] args) => BuiltProgram.RunAsync(tiny.Root, "", args);

    private static List<(string Stage, string Outcome)> Stages(string json) => JsonNode.Parse(json)!["stages"]!.AsArray()
        .Select(s => (s!["stage"]!.GetValue<string>(), s["outcome"]!.GetValue<string>()))
        .ToList();
}
