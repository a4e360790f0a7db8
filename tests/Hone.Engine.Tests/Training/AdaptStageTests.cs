using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Engine.Adapters;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
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

    public static TheoryData<string> Modes => [.. ModeSpecs.Keys];

    private static readonly Dictionary<string, AdaptSpec> ModeSpecs = new()
    {
        ["adamw"] = Spec,
        ["adamw8"] = Spec with { Optimizer = OptimizerKind.Adamw8 },
        ["muon"] = Spec with { Optimizer = OptimizerKind.Muon },
        ["lora"] = Spec with { Lora = new LoraSpec { Rank = 2 } },
        ["lora, q8_0, adamw8"] = Spec with { Lora = new LoraSpec { Rank = 2, Base = WeightFormat.Q8_0 }, Optimizer = OptimizerKind.Adamw8, LearningRate = 5e-3 },
        ["frozen embeddings and norms, recomputed"] = Spec with { Rates = new RateFactors { Embeddings = 0, Vectors = 0 }, Recompute = true },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Run_InterruptedAnywhere_EndsWithTheSameBytes(string mode)
    {
        AdaptStage Adapt() => new("adapt", ModeSpecs[mode], Inputs() with { StartModel = At("pretrain", "model") });
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
    public void Run_FrozenGroups_LeavesThemAsTheyWere()
    {
        Train(new AdaptStage("adapt", ModeSpecs["frozen embeddings and norms, recomputed"], Inputs() with { StartModel = At("pretrain", "model") }), "frozen");

        using var start = SafetensorsDirectory.Open(At("pretrain", "model"));
        using var end = SafetensorsDirectory.Open(At("frozen", "model"));
        foreach (var tensor in start.Tensors)
        {
            var isFrozen = tensor.Entry.Name.Contains("norm", StringComparison.Ordinal) || tensor.Entry.Name.Contains("embed", StringComparison.Ordinal);
            using Tensor before = tensor.ToTensor(), after = end.Find(tensor.Entry.Name).ToTensor();
            Assert.Equal(isFrozen, before.Span.SequenceEqual(after.Span));
        }
    }

    [Fact]
    public void Run_Lora_WritesAnAdapterAndTheModelItIsMergedInto()
    {
        var spec = Spec with { Lora = new LoraSpec { Rank = 2, RankStabilised = true }, LearningRate = 1e-2 };
        Train(new AdaptStage("adapt", spec, Inputs() with { StartModel = At("pretrain", "model") }), "lora");

        using var adapter = PeftAdapter.Read(At("lora", "adapter"));
        using ModelWeights start = ModelWeights.Open(At("pretrain", "model")), merged = ModelWeights.Open(At("lora", "model"));
        using var device = new CpuDevice(2);
        Assert.Equal(7, adapter.Pairs.Count);
        Assert.All(adapter.Pairs, pair => Assert.Equal(32 / Math.Sqrt(2), pair.Scale, 1e-4));
        var expected = new AdapterMerge(device, start.Shape, start.Source, adapter.Pairs, WeightFormat.BF16);
        foreach (var parameter in ParameterSpec.Of(start.Shape))
        {
            using Tensor values = expected.Read(parameter), written = WeightCopy.Read(merged.Source, parameter);
            Assert.Equal(values.Span.ToArray().Select(Rounding.ToBFloat16), written.Span.ToArray().Select(Rounding.ToBFloat16));
        }
    }

    [Fact]
    public void Run_StartModelWithFilesOfItsOwn_KeepsThem()
    {
        File.WriteAllText(At("pretrain", "model", "chat_template.jinja"), "{{ messages }}");
        File.WriteAllText(At("pretrain", "model", "generation_config.json"), "{\"eos_token_id\": [5, 6]}");
        var config = At("pretrain", "model", "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"hidden_act\"", "\"_name_or_path\": \"ours\", \"hidden_act\"", StringComparison.Ordinal));

        Train(new AdaptStage("adapt", Spec with { Weights = WeightType.F32 }, Inputs() with { StartModel = At("pretrain", "model") }), "kept");

        Assert.Equal("{{ messages }}", File.ReadAllText(At("kept", "model", "chat_template.jinja")));
        Assert.Equal("{\"eos_token_id\": [5, 6]}", File.ReadAllText(At("kept", "model", "generation_config.json")));
        Assert.Contains("\"_name_or_path\": \"ours\"", File.ReadAllText(At("kept", "model", "config.json")), StringComparison.Ordinal);
        Assert.Contains("\"torch_dtype\": \"float32\"", File.ReadAllText(At("kept", "model", "config.json")), StringComparison.Ordinal);
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
