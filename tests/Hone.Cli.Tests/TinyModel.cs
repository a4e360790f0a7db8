using Hone.Cli.Output;
using Hone.Cli.Tests;

[assembly: AssemblyFixture(typeof(TinyModel))]

namespace Hone.Cli.Tests;

/// <summary>
/// A directory with a few documents, recipes, and a model of some thousand parameters made from nothing by running the first
/// recipe in-process: what every test of the whole program starts from. Made once for all of them.
/// </summary>
public sealed class TinyModel : IAsyncLifetime
{
    private static readonly string[] Nouns = ["gateway", "analyst", "packet", "password", "server", "ticket", "firewall", "mailbox"];
    private static readonly string[] Verbs = ["blocked", "reported", "forwarded", "rotated", "isolated", "scanned"];

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"hone-tests-{Environment.ProcessId}");

    public string Model => Path.Combine(Root, "runs", "tiny", "pretrain", "model");

    public async ValueTask InitializeAsync()
    {
        WriteDocuments("general", 1);
        WriteDocuments("security", 2);
        await File.WriteAllTextAsync(Path.Combine(Root, "tiny.yaml"), $$"""
            name: tiny
            data: {{Root}}
            tokenizer: { vocabulary_size: 300 }
            curate: { domain: ["markdown:${data}/general"], held_out: 0.3 }
            shape: { hidden: 16, feed_forward: 32, layers: 1, heads: 2, key_value_heads: 1, head_size: 8, context_length: 32 }
            pretrain: { tokens: 1000, row_length: 32, batch_rows: 4, replay: 0, kl: 0, measurements: 1 }
            """);
        await File.WriteAllTextAsync(Path.Combine(Root, "adapt.yaml"), """
            name: adapted
            base: runs/tiny/pretrain/model
            curate: { domain: ["markdown:security"], general: ["markdown:general"], held_out: 0.3 }
            adapt: { tokens: 300, row_length: 32, batch_rows: 4, measurements: 1 }
            arms: { naive: { replay: 0, kl: 0 } }
            evaluate: { prompts: ["The"], sample_tokens: 4 }
            """);
        using var error = new StringWriter();
        var io = new CliStreams(TextReader.Null, TextWriter.Null, error, TimeProvider.System);
        var code = await Application.RunAsync(["run", Path.Combine(Root, "tiny.yaml"), "--runs", Path.Combine(Root, "runs")], io, CancellationToken.None);
        Assert.True(code == 0, error.ToString());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void WriteDocuments(string folder, int seed)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(Path.Combine(Root, folder));
        for (var document = 0; document < 12; document++)
        {
            var sentences = Enumerable.Range(0, 12).Select(_ => $"The {Nouns[random.Next(Nouns.Length)]} {Verbs[random.Next(Verbs.Length)]} the {Nouns[random.Next(Nouns.Length)]}.");
            File.WriteAllText(Path.Combine(Root, folder, $"{document}.md"), $"# {folder} {document}\n\n{string.Join(' ', sentences)}\n");
        }
    }
}
