using Hone.Cli.Models;
using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

public class ExportVerbTests(TinyModel tiny)
{
    [Fact]
    public async Task Export_OfATrainedModel_IsAFileThatScoresTheSame()
    {
        var path = Path.Combine(tiny.Root, "exported", "tiny.gguf");

        var (code, error) = await Run("export", tiny.Model, "--to", path, "--type", "f32");

        Assert.True(code == 0, error);
        Assert.Contains($"wrote {path}", error, StringComparison.Ordinal);
        using var directory = LocalLanguageModel.Open(tiny.Model);
        using var file = LocalLanguageModel.Open(path);
        const string Text = "The gateway blocked the packet.";
        Assert.Equal(directory.ScoreText(Text, TestContext.Current.CancellationToken), file.ScoreText(Text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_OverAFile_AsksForForce()
    {
        var path = Path.Combine(tiny.Root, "there.gguf");
        await File.WriteAllTextAsync(path, "kept", TestContext.Current.CancellationToken);

        var (code, error) = await Run("export", tiny.Model, "--to", path);

        Assert.Equal(1, code);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await Run("export", tiny.Model, "--to", path, "--force")).Code);
    }

    private static async Task<(int Code, string Error)> Run(params string[] args)
    {
        using var error = new StringWriter();
        var code = await Application.RunAsync(args, new CliStreams(TextReader.Null, TextWriter.Null, error, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }
}
