namespace Hone.Cli.Tests.Verbs;

public class ExitCodeTests
{
    [Fact]
    public async Task Schema_PrintsJsonToStdoutAlone_Exits0()
    {
        var (code, output, error) = await BuiltProgram.RunAsync(RepositoryRoot.Path, "", "schema");

        Assert.Equal((0, ""), (code, error));
        using var schema = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal("object", schema.RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public async Task UnknownVerb_Exits2()
    {
        var (code, output, error) = await BuiltProgram.RunAsync(RepositoryRoot.Path, "", "rnu");

        Assert.Equal(2, code);
        Assert.Contains("rnu", error, StringComparison.Ordinal);
        Assert.DoesNotContain("rnu", output, StringComparison.Ordinal);
    }
}
