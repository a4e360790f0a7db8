using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

public sealed class AdaptStageTests : IDisposable
{
    private static readonly AdaptSpec Spec = new()
    {
        Tokens = 12 * 4 * 16,
        RowLength = 16,
        BatchRows = 4,
        MicroRows = 2,
        Replay = 0.25,
        Kl = 0.3,
        CheckpointEvery = 4,
        Measurements = 3,
        MeasureRows = 2,
        Seed = 5,
    };

    private readonly string directory = Directory.CreateTempSubdirectory("hone-test-").FullName;
    private readonly Tokenizer tokenizer;

    public AdaptStageTests()
    {
        tokenizer = BpeTrainer.Train(["the model reads the log and the model writes the report"], new BpeTrainerOptions { VocabularySize = 280 }, NoProgress.Instance);
        tokenizer.Save(At("tokenizer.json"));
        WriteShard("domain", 40, 1);
        WriteShard("general", 40, 2);
        WriteShard("heldout", 10, 3);
        Train(new AdaptStage("pretrain", Spec with { Replay = 0, Kl = 0 }, Inputs() with { Shape = new ShapeSpec { Hidden = 16, FeedForward = 24, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadSize = 8, ContextLength = 32 }, Tokenizer = At("tokenizer.json") }), "pretrain");
    }

    [Fact]
    public void Run_InterruptedAnywhere_EndsWithTheSameBytes()
    {
        Train(Adapt(), "whole");
        for (var step = 1; step < 12; step += 3)
        {
            var name = $"stopped-{step}";
            Assert.ThrowsAny<OperationCanceledException>(() => Train(Adapt(), name, stopAfter: step));

            Train(Adapt(), name);

            Assert.Equal(Bytes("whole", "model", "model.safetensors"), Bytes(name, "model", "model.safetensors"));
            Assert.Equal(Bytes("whole", "metrics.jsonl"), Bytes(name, "metrics.jsonl"));
        }
    }

    [Fact]
    public void Run_KilledAfterACheckpoint_GoesOnFromIt()
    {
        Train(Adapt(), "whole");
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Adapt(), "killed", stopAfter: 9));
        // What a kill leaves: an older checkpoint, metrics beyond it, half a line and a half-written file.
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Adapt(), "older", stopAfter: 4));
        File.Copy(At("older", "checkpoints", "last.safetensors"), At("killed", "checkpoints", "last.safetensors"), overwrite: true);
        File.AppendAllText(At("killed", "metrics.jsonl"), "{\"step\":10,\"lo");
        File.WriteAllText(At("killed", "checkpoints", "last.safetensors.partial"), "half");

        Train(Adapt(), "killed");

        Assert.Equal(Bytes("whole", "model", "model.safetensors"), Bytes("killed", "model", "model.safetensors"));
        Assert.Equal(Bytes("whole", "metrics.jsonl"), Bytes("killed", "metrics.jsonl"));
    }

    [Fact]
    public void Run_DamagedCheckpoint_SaysSo()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Adapt(), "damaged", stopAfter: 4));
        var path = At("damaged", "checkpoints", "last.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1000]);

        var error = Assert.Throws<UserError>(() => Train(Adapt(), "damaged"));

        Assert.Contains("last.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Metrics_HoldStepsAndMeasurements()
    {
        Train(Adapt(), "run");

        var lines = MetricsLog.Read(At("run", "metrics.jsonl")).ToList();
        var steps = lines.Where(line => line["loss"] is not null).ToList();
        Assert.Equal(12, steps.Count);
        Assert.All(steps, line => Assert.True(line["kl"]!.GetValue<double>() >= 0));
        Assert.Equal([0, 4, 8, 12], lines.Where(line => line["heldout_domain_loss"] is not null).Select(line => line["step"]!.GetValue<int>()));
    }

    [Fact]
    public void Run_ShardOfAnotherTokenizer_IsRefused()
    {
        var other = BpeTrainer.Train(["zzz yyy zzz yyy"], new BpeTrainerOptions { VocabularySize = 259 }, NoProgress.Instance);
        using (var writer = TokenShardWriter.Create(At("foreign"), other))
        {
            writer.Add([1, 2, 3]);
            writer.Complete();
        }

        var error = Assert.Throws<UserError>(() => Train(new AdaptStage("adapt", Spec, Inputs() with { StartModel = At("pretrain", "model"), Domain = At("foreign") }), "refused"));

        Assert.Contains("foreign", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_KlWithoutRows_IsRefused()
        => Assert.Contains("kl", Assert.Throws<UserError>(() => Train(new AdaptStage("adapt", Spec with { Replay = 0 }, Inputs() with { StartModel = At("pretrain", "model") }), "refused")).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private AdaptStage Adapt() => new("adapt", Spec, Inputs() with { StartModel = At("pretrain", "model") });

    private AdaptInputs Inputs() => new() { Domain = At("domain"), General = At("general"), HeldOut = new Dictionary<string, string> { ["domain"] = At("heldout") } };

    private void Train(AdaptStage stage, string name, int stopAfter = int.MaxValue)
    {
        using var source = new CancellationTokenSource();
        Directory.CreateDirectory(At(name));
        stage.RunAsync(new StageContext(At(name), new StopAt(stopAfter * 64L, source), TimeProvider.System), source.Token).GetAwaiter().GetResult();
    }

    private string At(params string[] parts) => Path.Combine([directory, .. parts]);

    private byte[] Bytes(params string[] parts) => File.ReadAllBytes(At(parts));

    private void WriteShard(string name, int documents, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        using var writer = TokenShardWriter.Create(At(name), tokenizer);
        for (var i = 0; i < documents; i++)
            writer.Add([.. Enumerable.Range(0, 5 + chance.Next(40)).Select(_ => 1 + chance.Next(tokenizer.VocabularySize - 1)), tokenizer.EndOfText]);
        writer.Complete();
    }

    private sealed class StopAt(long tokens, CancellationTokenSource source) : IProgressReporter
    {
        public void Begin(string title, long total, string unit) { }

        public void Report(long done, string? detail = null)
        {
            if (done >= tokens)
                source.Cancel();
        }

        public void Note(string line) { }
    }
}
