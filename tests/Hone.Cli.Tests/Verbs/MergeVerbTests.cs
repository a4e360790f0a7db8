using Hone.Cli.Output;

namespace Hone.Cli.Tests.Verbs;

public class MergeVerbTests(TinyModel tiny)
{
    [Fact]
    public async Task Merge_OfATrainedAdapter_IsTheModelThatTheRunMerged()
    {
        var runs = Path.Combine(tiny.Root, "lora-runs");
        await File.WriteAllTextAsync(Path.Combine(tiny.Root, "lora.yaml"), $$"""
            name: lora
            base: {{tiny.Model}}
            curate: { domain: ["markdown:{{tiny.Root}}/security"] }
            adapt: { tokens: 600, row_length: 32, batch_rows: 4, measurements: 1, replay: 0, kl_on: all, learning_rate: 0.01, weights: f32, lora: { rank: 2 } }
            """, TestContext.Current.CancellationToken);
        var (adapted, adaptError) = await Run("adapt", Path.Combine(tiny.Root, "lora.yaml"), "--runs", runs);
        Assert.True(adapted == 0, adaptError);
        var stage = Path.Combine(runs, "lora", "adapt-hone");
        var merged = Path.Combine(tiny.Root, "merged");

        var (code, error) = await Run("merge", tiny.Model, Path.Combine(stage, "adapter"), "--out", merged, "--format", "f32");

        Assert.True(code == 0, error);
        Assert.Contains($"wrote {merged}", error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(stage, "model", "model.safetensors"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(merged, "model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Merge_WithoutAnAdapter_SaysWhatIsMissing()
    {
        var (code, error) = await Run("merge", tiny.Model, Path.Combine(tiny.Root, "nothing"), "--out", Path.Combine(tiny.Root, "never"));

        Assert.Equal(1, code);
        Assert.Contains("There is no adapter directory", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> Run(params string[] args)
    {
        using var error = new StringWriter();
        var code = await Application.RunAsync(args, new CliStreams(TextReader.Null, TextWriter.Null, error, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }
}
