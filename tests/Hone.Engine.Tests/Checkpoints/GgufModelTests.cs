using Hone.Core;
using Hone.Core.Runs;
using Hone.Core.Tokens;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Checkpoints.Gguf;
using Hone.Engine.Generation;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class GgufModelTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Families => [.. TinyModels.Shapes.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void ExportOpen_EveryFamily_GivesTheSameShapeAndWeights(string name)
    {
        var shape = TinyModels.Shapes[name];
        using var parameters = TinyModels.Save(directory.File("model"), shape);

        var path = Export("f32");
        using var opened = ModelWeights.Open(path);

        Assert.Equal(WithoutScaling(shape), WithoutScaling(opened.Shape));
        AssertSameScaling(shape, opened.Shape);
        using var read = new ParameterSet(opened.Shape);
        opened.CopyTo(read);
        Assert.Equal(parameters.Named.Select(tensor => tensor.Name), read.Named.Select(tensor => tensor.Name));
        Assert.Equal(parameters.All.Span.ToArray(), read.All.Span.ToArray());
    }

    [Fact]
    public void Score_OfTheExportedModel_EqualsThatOfTheDirectory()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama3"]);
        int[] prompt = [5, 80, 200, 3];
        int[][] continuations = [[7, 7, 90], [301]];
        using var model = TokenModel.Open(directory.File("model"));

        using var exported = TokenModel.Open(Export("f32"));

        Assert.Equal(model.Score(prompt, continuations), exported.Score(prompt, continuations));
    }

    [Theory]
    [InlineData("f16")]
    [InlineData("bf16")]
    [InlineData("q8_0")]
    [InlineData("q4_0")]
    [InlineData("q4_k_m")]
    [InlineData("q5_k_m")]
    [InlineData("q6_k")]
    public void Export_EveryType_HoldsWhatEncodingGives(string type)
    {
        var shape = TinyModels.Shapes["llama"] with { Hidden = 256, FeedForward = 512, Layers = 9, Heads = 8, RotaryTheta = 10_000 };
        using var parameters = TinyModels.Save(directory.File("model"), shape);
        var mix = GgufMix.All.First(mix => mix.Name == type);

        using var opened = ModelWeights.Open(Export(type));

        foreach (var tensor in parameters.Named.Where(tensor => !tensor.IsVector))
        {
            var stored = opened.Source.Stack(tensor.Value.Columns, new MatrixPart(tensor.Name, tensor.Value.Rows))[0];
            Assert.Equal(mix.FormatOf(GgufNames.Of(tensor.Name, "llama"), tensor.Value.Columns, isMatrix: true, shape), stored.Format);
            var expected = new byte[stored.RowBytes];
            for (var row = 0; row < stored.Rows; row++)
            {
                WeightBlocks.Encode(stored.Format, tensor.Value.Row(row), expected);
                Assert.True(stored.Row(row).SequenceEqual(expected), $"{tensor.Name} row {row}");
            }
        }
    }

    [Fact]
    public void Mix_OfQ4KM_HasLlamaCppsBetterLayers()
    {
        var shape = TinyModels.Shapes["mistral"] with { Layers = 32 };
        var mix = GgufMix.All.First(mix => mix.Name == "q4_k_m");
        int[] better = [0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31];

        Assert.Equal(better, Enumerable.Range(0, 32).Where(layer => mix.FormatOf($"blk.{layer}.ffn_down.weight", 512, true, shape) == WeightFormat.Q6_K));
        Assert.Equal(better, Enumerable.Range(0, 32).Where(layer => mix.FormatOf($"blk.{layer}.attn_v.weight", 512, true, shape) == WeightFormat.Q6_K));
        Assert.Equal(WeightFormat.Q4_K, mix.FormatOf("token_embd.weight", 512, true, shape));
        Assert.Equal(WeightFormat.Q6_K, mix.FormatOf("output.weight", 512, true, shape));
        Assert.Equal(WeightFormat.Q6_K, mix.FormatOf("token_embd.weight", 512, true, shape with { TiedHead = true }));
        Assert.Equal(WeightFormat.Q8_0, mix.FormatOf("blk.5.attn_q.weight", 96, true, shape));
        Assert.Equal(WeightFormat.F16, mix.FormatOf("blk.5.attn_q.weight", 40, true, shape));
        Assert.Equal(WeightFormat.F32, mix.FormatOf("blk.5.ffn_gate_exps.bias", 512, false, shape));
    }

    [Fact]
    public void Export_RowsThatDoNotFit_SaysSo()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama"]);

        var notes = ModelExport.ToGguf(directory.File("model"), directory.File("model.gguf"), "q4_k_m", NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Contains(notes, note => note.Contains("more bits", StringComparison.Ordinal));
    }

    [Fact]
    public void Export_OfAGguf_InAnotherType_KeepsTokenizerAndShape()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["qwen2"]);
        var first = Export("f32");

        ModelExport.ToGguf(first, directory.File("second.gguf"), "q8_0", NoProgress.Instance, TestContext.Current.CancellationToken);

        using var second = GgufModel.Open(directory.File("second.gguf"));
        Assert.Equal(TinyModels.Shapes["qwen2"], second.Shape);
        Assert.Equal(Tokenizer.Load(directory.File("model/tokenizer.json")).Encode("The harbour"), second.ReadTokenizer().Encode("The harbour"));
    }

    [Fact]
    public void Export_ExpertsInMxfp4_StayAsTheyAre()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["gpt_oss"]);
        var first = Export("mxfp4_moe");

        ModelExport.ToGguf(first, directory.File("second.gguf"), "f16", NoProgress.Instance, TestContext.Current.CancellationToken);

        using var before = ModelWeights.Open(first);
        using var after = ModelWeights.Open(directory.File("second.gguf"));
        foreach (var module in (string[])["gate_proj", "down_proj"])
        {
            var (rows, columns) = module == "down_proj" ? (64, 96) : (96, 64);
            var part = new MatrixPart($"model.layers.1.mlp.experts.3.{module}.weight", rows);
            WeightMatrix one = before.Source.Stack(columns, part)[0], other = after.Source.Stack(columns, part)[0];
            Assert.Equal((WeightFormat.MXFP4, WeightFormat.MXFP4), (one.Format, other.Format));
            Assert.All(Enumerable.Range(0, rows), row => Assert.True(one.Row(row).SequenceEqual(other.Row(row))));
        }
        Assert.Equal(WeightFormat.F16, after.Source.Stack(64, new MatrixPart("model.layers.1.self_attn.q_proj.weight", 128))[0].Format);
    }

    [Fact]
    public void Export_Stopped_LeavesNothing()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama"]);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => ModelExport.ToGguf(directory.File("model"), directory.File("out/model.gguf"), "f32", NoProgress.Instance, stop.Token));

        Assert.Empty(Directory.GetFiles(directory.File("out")));
    }

    [Fact]
    public void Export_InfiniteInF16_NamesTheTensor()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama"]);
        parameters["model.layers.1.mlp.up_proj.weight"].Span[70] = 1e5f;
        SafetensorsShards.Write(directory.File("model"), parameters.Named, WeightType.F32);

        var error = Assert.Throws<UserError>(() => Export("f16"));

        Assert.Contains("model.layers.1.mlp.up_proj.weight", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smollm3")]
    [InlineData("gpt_oss")]
    public void Export_WhatGgufHasNoWordFor_IsRefused(string family)
    {
        var shape = TinyModels.Shapes[family];
        shape = family == "smollm3" ? shape with { LayersWithoutRotary = LayerSet.Where(5, layer => layer == 1) } : shape with { WindowedLayers = LayerSet.Where(2, layer => layer == 1) };
        using var parameters = TinyModels.Save(directory.File("model"), shape);

        Assert.Throws<UserError>(() => Export("f32"));
    }

    [Fact]
    public void Open_TensorNobodyAsksFor_IsRefusedByName()
    {
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama-bias"]);
        var bytes = File.ReadAllBytes(Export("f32"));
        var place = bytes.AsSpan().IndexOf("blk.1.attn_q.bias"u8);
        "blk.1.attn_z.bias"u8.CopyTo(bytes.AsSpan(place));

        var error = Assert.Throws<UserError>(() => GgufModel.From(GgufMemory.Read(bytes)));

        Assert.Contains("blk.1.attn_", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama.attn_logit_softcapping")]
    [InlineData("llama.attention.scale")]
    [InlineData("llama.rope.freq_base_swa")]
    [InlineData("llama.rope.scaling.attn_factor")]
    [InlineData("llama.expert_count")]
    public void Open_WhatIsNotComputed_IsRefusedByKey(string key)
    {
        var shape = TinyModels.Shapes["llama-linear"];
        List<KeyValuePair<string, GgufValue>> metadata = GgufMetadataWriter.Write(shape with { RotaryScaling = shape.RotaryScaling! with { Kind = RotaryScalingKind.Yarn, OriginalContext = 64 } }, "x", 0);
        metadata.Add(new(key, key.EndsWith("count", StringComparison.Ordinal) ? GgufValue.Of(4u) : GgufValue.Of(30f)));
        var file = new MemoryStream();
        new GgufWriter(file).WriteHeader(metadata, []);

        var error = Assert.Throws<UserError>(() => GgufShape.Read(GgufMemory.Read(file.ToArray())));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void Q5_0_BecomesQ8_0_WithoutLoss()
    {
        var chance = new Core.Statistics.Xoshiro256(9);
        var block = new byte[22];
        chance.NextBytes(block);
        BitConverter.TryWriteBytes(block, BitConverter.HalfToUInt16Bits((Half)0.0371));
        var fifth = BitConverter.ToUInt32(block, 2);

        WeightMatrix converted;
        fixed (byte* source = block)
            converted = Q5_0Rows.ToQ8_0(source, 1, 32);

        var values = new float[32];
        WeightBlocks.Decode(WeightFormat.Q8_0, converted.Row(0), values);
        for (var i = 0; i < 32; i++)
        {
            var code = (i < 16 ? block[6 + i] & 15 : block[6 + i - 16] >> 4) | ((int)(fifth >> i & 1) << 4);
            Assert.Equal((float)(Half)0.0371 * (code - 16), values[i]);
        }
    }

    [Fact]
    public void RotaryRows_ThereAndBack_IsTheSame()
    {
        Assert.Equal([0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11], Enumerable.Range(0, 12).Select(row => RotaryRows.ToPaired(row, 6)));
        Assert.Equal(Enumerable.Range(0, 64), Enumerable.Range(0, 64).Select(row => RotaryRows.ToHalves(RotaryRows.ToPaired(row, 16), 16)));
    }

    [Fact]
    public void Open_Mutated_IsReadOrRefused()
    {
        List<byte[]> sound = [];
        foreach (var family in (string[])["llama3", "gpt_oss", "granite", "qwen2-window"])
        {
            var shape = TinyModels.Shapes[family] with { Layers = 1, Hidden = 32, FeedForward = 32, Heads = 1, KeyValueHeads = 1, WindowedLayers = TinyModels.Shapes[family].WindowedLayers is null ? null : LayerSet.Where(1, _ => true) };
            using var parameters = TinyModels.Save(directory.File("model"), shape);
            sound.Add(File.ReadAllBytes(Export("q8_0")));
        }

        var refused = Fuzz.Run(sound, 3000, 41, bytes =>
        {
            using var model = GgufModel.From(GgufMemory.Read(bytes));
            var weights = DecoderWeights.From(model.Shape, model.Source);
            Assert.Equal(model.Shape.Layers, weights.Layers.Count);
            model.ReadTokenizer();
        });

        Assert.True(refused > 500);
    }

    public void Dispose() => directory.Dispose();

    private string Export(string type)
    {
        var path = directory.File("model.gguf");
        ModelExport.ToGguf(directory.File("model"), path, type, NoProgress.Instance, TestContext.Current.CancellationToken);
        return path;
    }

    private static ModelShape WithoutScaling(ModelShape shape) => shape with { RotaryScaling = null };

    // Llama 3's parameters are found from their effect: another triple with the same effect is as good.
    private static void AssertSameScaling(ModelShape expected, ModelShape actual)
    {
        if (expected.RotaryScaling is not { Kind: RotaryScalingKind.Llama3 } scaling)
        {
            Assert.Equal(expected.RotaryScaling, actual.RotaryScaling);
            return;
        }
        var frequencies = scaling.Frequencies(expected.RotaryTheta, expected.HeadSize).Zip(actual.RotaryScaling!.Frequencies(expected.RotaryTheta, expected.HeadSize));
        Assert.All(frequencies, pair => Assert.Equal(1, pair.First / pair.Second, 1e-4));
    }
}
