using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

public sealed class ScrubVerbTests : IDisposable
{
    private const string Text = "Mail anna.schmidt@kestrelhaul.com about 203.0.113.7 and the host vault01.\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("hone-scrub-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string this[string name] => Path.Combine(_folder, name);

    private static async Task<(int Code, string Out, string Error)> Run(string input, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await Application.RunAsync(["scrub", .. args], new CliStreams(new StringReader(input), output, error, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Scrub_StandardInput_ReplacesPeopleAndOwnAssetsAndKeepsIndicators()
    {
        var (code, scrubbed, error) = await Run(Text, "--host", "vault01");

        Assert.Equal((0, "Mail <EMAIL> about 203.0.113.7 and the host <HOST>.\n"), (code, scrubbed));
        Assert.Equal("replaced email 1, host 1", error.Trim());
    }

    [Fact]
    public async Task Scrub_WithKeyAndMap_CanBeUndone()
    {
        await File.WriteAllTextAsync(this["mail.txt"], Text, TestContext.Current.CancellationToken);
        await Run("", "--new-key", this["key"]);

        var (code, _, error) = await Run("", this["mail.txt"], "--key", this["key"], "--map", this["map"], "--to", this["out"]);
        var (_, back, _) = await Run("", Path.Combine(this["out"], "mail.txt"), "--key", this["key"], "--map", this["map"], "--undo");

        Assert.True(code == 0, error);
        Assert.DoesNotContain("schmidt", await File.ReadAllTextAsync(Path.Combine(this["out"], "mail.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("schmidt", await File.ReadAllTextAsync(this["map"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(Text, back);
    }

    [Theory]
    [InlineData("--undo", "--undo needs --key and --map")]
    [InlineData("--map=m", "--map needs --key")]
    public async Task Scrub_WithoutTheKey_IsRefused(string option, string problem)
    {
        var (code, _, error) = await Run("", option);

        Assert.Equal(2, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrub_NewKeyOverAnOld_IsRefused()
    {
        await Run("", "--new-key", this["key"]);

        var (code, _, error) = await Run("", "--new-key", this["key"]);

        Assert.Equal(1, code);
        Assert.Contains("there is such a file already", error, StringComparison.Ordinal);
    }
}
