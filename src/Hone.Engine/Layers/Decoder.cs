using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>
/// A decoder-only transformer in the Llama arrangement: x += attention(norm(x)); x += feed-forward(norm(x)). What a family does differently
/// is in its parts. The forward pass keeps what the backward pass needs in the step's workspace; both are straight lists of parts.
/// </summary>
internal sealed class Decoder(Device device, ModelShape shape, DecoderWeights weights)
{
    public ModelShape Shape => shape;

    public DecoderWeights Weights => weights;

    public Device Device => device;

    /// <summary>Hidden states after the final norm, ready for the head.</summary>
    /// <param name="recompute">Keep only the layers' inputs and compute the rest again on the way back: less memory, a third more work (Chen et al. 2016).</param>
    /// <param name="firstKept">Layers below this one keep nothing: the way back ends above them. The number of layers: nothing is kept at all.</param>
    public ForwardTrace Forward(Batch batch, Workspace space, Adapter? adapter = null, bool recompute = false, int firstKept = 0)
    {
        if (batch.RowLength > shape.ContextLength)
            throw new ArgumentException($"rows of {batch.RowLength} tokens exceed the model's context of {shape.ContextLength}", nameof(batch));
        var pass = PassOf(space, batch, adapter);
        var x = Embed(batch.Tokens, space);
        weights.Rotary.Cover(batch.RowLength);
        var traces = new LayerTrace[shape.Layers];
        x = ForwardUnkept(pass, batch, x, Math.Min(firstKept, shape.Layers));
        for (var layer = firstKept; layer < shape.Layers; layer++)
        {
            var output = space.Take(batch.Count, shape.Hidden);
            var mark = space.Mark();
            traces[layer] = ForwardLayer(pass, batch, layer, x, output);
            if (recompute)
            {
                space.Release(mark);
                traces[layer] = new LayerTrace(x, null, null);
            }
            x = output;
        }
        Tensor inverse = space.Take(1, batch.Count), hidden = space.Take(batch.Count, shape.Hidden);
        Finish(pass, x, hidden, inverse);
        return new ForwardTrace(batch, adapter, traces, x, inverse, hidden);
    }

    /// <summary>Adds the gradients of everything that is being trained, given that of the hidden states. Spends <paramref name="hiddenGradient_ND"/>.</summary>
    /// <param name="embeddingGradient_VD">Where the table's gradient from the look-up is added; null: the table is frozen.</param>
    /// <param name="lowest">The lowest layer in which anything is trained: the way back ends there unless the table is trained.</param>
    public void Backward(ForwardTrace trace, Tensor hiddenGradient_ND, Tensor? embeddingGradient_VD, Workspace space, int lowest = 0)
    {
        var batch = trace.Batch;
        var pass = PassOf(space, batch, trace.Adapter);
        var gradient = space.Take(batch.Count, shape.Hidden);
        gradient.Clear();
        if (shape.LogitScale != 1)
            device.Scale(hiddenGradient_ND, shape.LogitScale);
        weights.FinalNorm.Backward(pass, trace.Last_ND, trace.InverseRms_N, hiddenGradient_ND, gradient, batch.RowLength);
        var end = embeddingGradient_VD is null ? lowest : 0;
        for (var layer = shape.Layers - 1; layer >= end; layer--)
        {
            var mark = space.Mark();
            var kept = trace.Layers[layer];
            if (kept.Attention is null)
                kept = ForwardLayer(pass, batch, layer, kept.Input_ND, space.Take(batch.Count, shape.Hidden));
            weights.Layers[layer].FeedForward.Backward(pass, batch.RowLength, kept.FeedForward!, gradient);
            weights.Layers[layer].Attention.Backward(pass, batch, kept.Attention!, gradient, isLast: layer == end && embeddingGradient_VD is null);
            space.Release(mark);
        }
        if (embeddingGradient_VD is null)
            return;
        if (shape.EmbeddingScale != 1)
            device.Scale(gradient, shape.EmbeddingScale);
        device.EmbedBackward(batch.Tokens, gradient, embeddingGradient_VD);
    }

    /// <summary>
    /// Runs new tokens of sequences after those already in their caches, without keeping anything for a way back, and returns the hidden states of the new ones.
    /// </summary>
    public Tensor Extend(StepBatch batch, Workspace space)
    {
        var pass = new Pass(device, space, batch.Adapters);
        weights.Rotary.Cover(batch.Positions.Max() + 1);
        var x = Embed(batch.Tokens, space);
        var next = space.Take(batch.Count, shape.Hidden);
        for (var index = 0; index < shape.Layers; index++)
        {
            var mark = space.Mark();
            weights.Layers[index].Attention.Extend(pass, batch, index, x, next);
            weights.Layers[index].FeedForward.Forward(pass, batch.Count, next, x);
            space.Release(mark);
        }
        batch.Advance();
        Finish(pass, x, next, space.Take(1, batch.Count));
        return next;
    }

    private Pass PassOf(Workspace space, Batch batch, Adapter? adapter)
        => new(device, space, adapter is null ? [] : [new AdapterRows(adapter, 0, batch.Count)]);

    private Tensor Embed(int[] tokens, Workspace space)
    {
        var x = space.Take(tokens.Length, shape.Hidden);
        device.Embed(tokens, weights.Embedding_VD, x);
        if (shape.EmbeddingScale != 1)
            device.Scale(x, shape.EmbeddingScale);
        return x;
    }

    private Tensor ForwardUnkept(Pass pass, Batch batch, Tensor x_ND, int layers)
    {
        if (layers == 0)
            return x_ND;
        var next = pass.Space.Take(batch.Count, shape.Hidden);
        for (var layer = 0; layer < layers; layer++)
        {
            var mark = pass.Space.Mark();
            ForwardLayer(pass, batch, layer, x_ND, next);
            pass.Space.Release(mark);
            (x_ND, next) = (next, x_ND);
        }
        return x_ND;
    }

    private LayerTrace ForwardLayer(Pass pass, Batch batch, int layer, Tensor x_ND, Tensor output_ND)
    {
        var middle = pass.Space.Take(batch.Count, shape.Hidden);
        var attention = weights.Layers[layer].Attention.Forward(pass, batch, x_ND, middle);
        var feedForward = weights.Layers[layer].FeedForward.Forward(pass, batch.RowLength, middle, output_ND);
        return new LayerTrace(x_ND, attention, feedForward);
    }

    private void Finish(Pass pass, Tensor x_ND, Tensor hidden_ND, Tensor inverse_N)
    {
        weights.FinalNorm.Forward(pass, x_ND, hidden_ND, inverse_N);
        if (shape.LogitScale != 1)
            device.Scale(hidden_ND, shape.LogitScale);
    }
}
