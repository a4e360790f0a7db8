using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Golden;

/// <summary>One pass over a golden file's rows with the decoder's own parts: for what is trained beside the parameters.</summary>
internal sealed class DirectPass(Decoder decoder, GoldenFile golden)
{
    /// <summary>Adds the gradients of all that the decoder and the adapter have a place for; the mean loss over the chosen tokens.</summary>
    public double Run(Adapter? adapter, Tensor? embeddingGradient_VD, bool recompute)
    {
        using var space = new Workspace();
        var batch = golden.Batch();
        var chosen = golden.Chosen;
        var trace = decoder.Forward(batch, space, adapter, recompute);
        var input = new HeadInput
        {
            Hidden_ND = trace.Hidden_ND,
            Weight_VD = decoder.Weights.Head_VD,
            Targets = golden.Rows().SelectMany(row => row.Tokens.Skip(1)).ToArray(),
            Weights = chosen.Select(weight => (float)(weight / chosen.Sum())).ToArray(),
            RowLength = batch.RowLength,
        };
        var losses = new TokenLosses(batch.Count);
        var gradient = space.Take(batch.Count, decoder.Shape.Hidden);
        decoder.Device.LinearCrossEntropy(input, losses, gradient, decoder.Weights.HeadGradient_VD);
        decoder.Backward(trace, gradient, embeddingGradient_VD, space);
        return losses.CrossEntropy.Zip(chosen, (loss, weight) => loss * weight).Sum() / chosen.Sum();
    }
}
