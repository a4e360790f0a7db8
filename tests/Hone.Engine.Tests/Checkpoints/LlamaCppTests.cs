using System.Globalization;
using System.Runtime.CompilerServices;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Generation;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tests.Generation;

namespace Hone.Engine.Tests.Checkpoints;

/// <summary>Our exported files in llama.cpp: the same log-probabilities, the same greedy text, the same tokens.</summary>
public sealed class LlamaCppTests(LlamaCpp llama) : IClassFixture<LlamaCpp>, IDisposable
{
    private const int Tokens = 100, Greedy = 24;
    private static readonly string[] All = ["f32", "f16", "bf16", "q8_0", "q4_0", "q4_k_m", "q5_k_m", "q6_k"];
    private static readonly string[] Some = ["f32", "f16", "q8_0", "q4_k_m"];
    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Families => [.. TinyModels.Shapes.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void Logprobs_OfEveryFamilyAndType_AgreeWithLlamaCpp(string name)
    {
        SkipWithout();
        var shape = Wide(TinyModels.Shapes[name]);
        // llama.cpp rounds yarn's ramp, which gpt-oss does not: hone export says so, and here both do.
        if (shape.RotaryScaling is { Truncate: false } scaling)
            shape = shape with { RotaryScaling = scaling with { Truncate = true } };
        using var parameters = TinyModels.Save(directory.File("model"), shape);
        var chance = new Xoshiro256(3);

        Compare(name, directory.File("model"), shape.Experts > 0 ? [.. Some, "mxfp4_moe"] : Some, [.. Enumerable.Range(0, Tokens).Select(_ => chance.Next(300))]);
    }

    [Fact]
    public void Logprobs_OfTheBuiltInModel_AgreeWithLlamaCpp()
    {
        SkipWithout();
        var model = Path.Combine(Root(), "models", "flint-5m");
        var tokenizer = Tokenizer.Load(Path.Combine(model, "tokenizer.json"));

        Compare("flint-5m", model, All, [tokenizer.EndOfText, .. tokenizer.Encode("A firewall is a device that decides which packets may enter a network. It was first built when the")]);
    }

    [Fact]
    public void Logprobs_OfPretrainedStories_AgreeWithLlamaCpp()
    {
        SkipWithout();
        if (Stories260K.Find() is not { } path)
        {
            Assert.Skip("data-unpacked/models/stories260k is not beside the repository");
            return;
        }
        var (shape, parameters, _) = Stories260K.Read(path);
        using (TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama"] with { VocabularySize = shape.VocabularySize }))
            ModelDirectory.Save(directory.File("stories"), shape, parameters, directory.File("model/tokenizer.json"), Stories260K.BeginOfText, WeightType.F32);
        int[] story;
        using (var model = new TokenModel(new CpuDevice(2), shape, parameters))
            story = [Stories260K.BeginOfText, .. model.Generate([Stories260K.BeginOfText], new SamplingOptions { MaxTokens = Tokens })];

        Compare("stories260k", directory.File("stories"), All, story);
    }

    [Theory]
    [InlineData(SplittingPattern.Gpt2)]
    [InlineData(SplittingPattern.Llama3)]
    [InlineData(SplittingPattern.Qwen2)]
    [InlineData(SplittingPattern.O200k)]
    [InlineData(SplittingPattern.Tekken)]
    public void Tokens_OfEverySplittingPattern_AreTheSameInLlamaCpp(SplittingPattern pattern)
    {
        SkipWithout();
        using var parameters = TinyModels.Save(directory.File("model"), TinyModels.Shapes["llama"], pattern: pattern);
        string[] texts = [.. TinyModels.Texts, "x\n\n\n  y\t\tz", "don't WE'LL I'm he'd'", "ABCdef GHIjkl 1234567 ½ ²", "日本語のテキスト、русский текст", "a  b   c ", "#!/bin/sh\r\n\r\nfor i in $(ls); do :; done", "🐎🐎 e\u0301"];
        ModelExport.ToGguf(directory.File("model"), directory.File("model.gguf"), "f16", NoProgress.Instance, TestContext.Current.CancellationToken);
        var ours = Tokenizer.Load(directory.File("model/tokenizer.json"));
        using var file = Engine.Checkpoints.Gguf.GgufModel.Open(directory.File("model.gguf"));
        var read = file.ReadTokenizer();

        var theirs = llama.Ask(directory.File("model.gguf"), texts: texts).Texts!;

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(ours.Encode(texts[i]), read.Encode(texts[i]));
            Assert.True(ours.Encode(texts[i]).SequenceEqual(theirs[i]), $"{texts[i]}\n{string.Join(' ', ours.Encode(texts[i]))}\n{string.Join(' ', theirs[i])}");
        }
    }

    public void Dispose() => directory.Dispose();

    private void Compare(string name, string model, string[] types, int[] tokens)
    {
        double[]? half = null;
        foreach (var type in types)
        {
            var path = directory.File($"{type}.gguf");
            ModelExport.ToGguf(model, path, type, NoProgress.Instance, TestContext.Current.CancellationToken);
            var theirs = llama.Ask(path, tokens, Greedy);
            half = type == "f16" ? theirs.Logprobs : half;
            var (logprobs, added) = Ours(path, tokens);
            var difference = Distances(logprobs, theirs.Logprobs!).ToArray();
            double ourLoss = Distances(logprobs, half ?? logprobs).Average(), theirLoss = Distances(theirs.Logprobs!, half ?? theirs.Logprobs!).Average();
            var same = added.Zip(theirs.Added!).TakeWhile(pair => pair.First == pair.Second).Count();
            Report(string.Create(CultureInfo.InvariantCulture, $"| {name} | {type} | {difference.Max():0.0000000} | {difference.Average():0.0000000} | {ourLoss:0.0000000} | {theirLoss:0.0000000} | {same} of {Greedy} |"));
            // From bf16 on both round activations too, each in its way: what counts is what that costs. A quarter more is chance over so few tokens.
            if (type is "f32" or "f16")
                Assert.True(difference.Max() <= (type == "f32" ? 1e-3 : 1e-2), $"{name} {type}: {difference.Max()}");
            else
                Assert.True(ourLoss <= 1.25 * theirLoss, $"{name} {type}: we lose {ourLoss}, it loses {theirLoss}");
            if (type == "f32")
                Assert.Equal(theirs.Added, added);
        }
    }

    private static IEnumerable<double> Distances(double[] first, double[] second) => first.Zip(second, (a, b) => Math.Abs(a - b));

    // All positions at once, weights as the file has them.
    private static (double[] Logprobs, int[] Added) Ours(string path, int[] tokens)
    {
        using var weights = ModelWeights.Open(path);
        var shape = weights.Shape;
        using var device = new CpuDevice(2);
        using var space = new Workspace();
        var decoder = new Decoder(device, shape, DecoderWeights.From(shape, weights.Source));
        using var cache = new KeyValueCache(shape, tokens.Length + Greedy);
        var logits = Logits(decoder, cache, space, tokens);
        double[] logprobs = [.. Enumerable.Range(1, tokens.Length - 1).Select(i => logits[i - 1][tokens[i]] - Math.Log(logits[i - 1].Sum(logit => Math.Exp(logit))))];
        List<int> added = [];
        for (var last = logits[^1]; added.Count < Greedy; last = Logits(decoder, cache, space, [added[^1]])[0])
            added.Add(Array.IndexOf(last, last.Max()));
        return (logprobs, [.. added]);
    }

    private static float[][] Logits(Decoder decoder, KeyValueCache cache, Workspace space, int[] tokens)
    {
        space.Reset();
        var hidden = decoder.Extend(new StepBatch([new SequenceStep(tokens, cache)]), space);
        var logits = space.Take(tokens.Length, decoder.Shape.VocabularySize);
        decoder.Device.Linear(hidden, decoder.Weights.Head_VD, logits);
        return [.. Enumerable.Range(0, tokens.Length).Select(row => logits.Row(row).ToArray())];
    }

    // Rows of whole blocks of 256, so that every type is used.
    private static ModelShape Wide(ModelShape shape) => shape with { Hidden = 256, FeedForward = shape.Experts > 0 ? 256 : 512, Heads = 8 };

    private void SkipWithout()
    {
        if (!llama.IsThere)
            Assert.Skip("HONE_LLAMA is not set: run tests/peers/gguf/run");
    }

    private static void Report(string row)
    {
        if (Environment.GetEnvironmentVariable("HONE_LLAMA_REPORT") is { Length: > 0 } path)
            File.AppendAllText(path, row + "\n");
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
