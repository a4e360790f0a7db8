using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Golden;

/// <summary>gpt-oss as its repositories store it, experts in MXFP4 and the rest in bf16, against PyTorch computing with the values of those files.</summary>
public sealed class StoredFormatTests
{
    [Fact]
    public void Logits_WeightsWidened_AreThoseOfPyTorch()
    {
        var golden = GoldenFile.Open("gpt-oss-mxfp4");
        var (shape, parameters) = ModelDirectory.Load(golden.Base);
        using var owned = parameters;

        Distance.AssertWithin(1e-4, golden.Logits, Logits(golden, shape, parameters), "logits");
    }

    /// <summary>Here activations are rounded too, where a kernel multiplies in the format of the weights: to 8 bits for MXFP4.</summary>
    [Fact]
    public void Logits_WeightsAsTheyLie_AreNearThoseOfPyTorch()
    {
        var golden = GoldenFile.Open("gpt-oss-mxfp4");
        using var weights = ModelWeights.Open(golden.Base);

        Distance.AssertWithin(0.02, golden.Logits, Logits(golden, weights.Shape, weights.Source), "logits");
    }

    private static double[] Logits(GoldenFile golden, ModelShape shape, IWeightSource source)
    {
        using var device = new CpuDevice(2);
        using var space = new Workspace();
        var decoder = new Decoder(device, shape, DecoderWeights.From(shape, source));
        return FamilyTests.Logits(decoder, decoder.Forward(golden.Batch(), space).Hidden_ND, space);
    }
}
