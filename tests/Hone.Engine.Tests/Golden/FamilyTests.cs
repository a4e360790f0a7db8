using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Golden;

/// <summary>
/// Each family against PyTorch: logits, every gradient and ten training steps, from the files of a repository on. Distances are relative:
/// |ours - theirs| / |theirs|, tensor by tensor. PyTorch computed in float64 (make_goldens.py), so what is left is our rounding.
/// </summary>
public sealed class FamilyTests
{
    private const double Within = 1e-4;

    public static TheoryData<string> Families => ["llama3", "mistral", "qwen2", "qwen2-window", "qwen3", "gpt-oss", "smollm2", "smollm3", "granite"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_EveryPosition_AreThoseOfPyTorch(string family)
    {
        var golden = GoldenFile.Open(family);
        using var device = new CpuDevice(2);
        using var space = new Workspace();
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        var decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters));

        var hidden = decoder.Forward(golden.Batch(), space).Hidden_ND;

        Distance.AssertWithin(Within, golden.Logits, Logits(decoder, hidden, space), "logits");
    }

    /// <summary>Row 0 read in pieces of odd lengths: windows and sinks over the cache.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_ReadPieceByPiece_AreThoseOfPyTorch(string family)
    {
        var golden = GoldenFile.Open(family);
        using var device = new CpuDevice(2);
        using var space = new Workspace();
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        var decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters));
        using var cache = new KeyValueCache(shape, golden.Length);
        var logits = new List<double>();

        foreach (var piece in Pieces(golden.Rows()[0].Tokens, [11, 1, 1, 3, 1, 7]))
            logits.AddRange(Logits(decoder, decoder.Extend(new StepBatch([new SequenceStep(piece, cache)]), space), space));

        Distance.AssertWithin(Within, golden.Logits[..logits.Count], [.. logits], "logits");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_EveryParameter_AreThoseOfPyTorch(string family)
    {
        var golden = GoldenFile.Open(family);
        using var device = new CpuDevice(2);
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        using var trainer = new Trainer(device, shape, parameters, null, golden.Spec(), golden.EndOfText);

        var sums = trainer.AccumulateGradients(golden.Rows());

        Assert.Equal(golden.Losses[0], sums.Total / sums.Tokens, Within * golden.Losses[0]);
        Distance.AssertAll(Within, golden.Of("gradient"), RepositoryTensors.Of(shape, trainer.Gradients));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_ActivationsComputedAgain_AreThoseOfPyTorch(string family) => AssertGradients(GoldenFile.Open(family), recompute: true);

    [Fact]
    public void Gradients_OfChosenTokensOnly_AreThoseOfPyTorch() => AssertGradients(GoldenFile.Open("chosen-tokens"), recompute: false);

    [Theory]
    [MemberData(nameof(Families))]
    public void Training_TenSteps_GoesAsInPyTorch(string family)
    {
        var golden = GoldenFile.Open(family);
        using var device = new CpuDevice(2);
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        using var trainer = new Trainer(device, shape, parameters, null, golden.Spec(), golden.EndOfText);
        var rows = golden.Rows();

        var losses = Enumerable.Range(0, golden.Losses.Length - 1).Select(step => trainer.Step(step, rows).Loss).ToList();

        for (var step = 0; step < losses.Count; step++)
            Assert.Equal(golden.Losses[step], losses[step], Within * golden.Losses[step]);
        Assert.Equal(golden.Losses[^1], trainer.Measure(rows), Within * golden.Losses[^1]);
        var after = RepositoryTensors.Of(shape, parameters).ToDictionary(pair => pair.Key, pair => golden.Sample(pair.Value));
        Distance.AssertAll(Within, golden.Of("after"), after);
    }

    private static void AssertGradients(GoldenFile golden, bool recompute)
    {
        using var device = new CpuDevice(2);
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;
        using var gradients = new ParameterSet(shape);
        gradients.All.Clear();
        var decoder = new Decoder(device, shape, DecoderWeights.From(shape, parameters, gradients));

        var loss = new DirectPass(decoder, golden).Run(null, gradients["model.embed_tokens.weight"], recompute);

        Assert.Equal(golden.Losses[0], loss, Within * loss);
        Distance.AssertAll(Within, golden.Of("gradient"), RepositoryTensors.Of(shape, gradients));
    }

    internal static double[] Logits(Decoder decoder, Tensor hidden_ND, Workspace space)
    {
        var logits = space.Take(hidden_ND.Rows, decoder.Shape.VocabularySize);
        decoder.Device.Linear(hidden_ND, decoder.Weights.Head_VD, logits);
        return [.. logits.Span.ToArray().Select(value => (double)value)];
    }

    private static IEnumerable<int[]> Pieces(int[] tokens, int[] lengths)
    {
        var at = 0;
        foreach (var length in lengths)
        {
            yield return tokens[at..(at + length)];
            at += length;
        }
    }
}
