using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>
/// A decoder-only transformer in the Llama arrangement: x += attention(norm(x)); x += swiglu(norm(x)). The forward pass keeps what the
/// backward pass needs in the step's workspace; both are straight lists of device operations.
/// </summary>
internal sealed class Decoder(Device device, ModelShape shape, ParameterSet parameters)
{
    private readonly RotaryTable rotary = new(Math.Min(shape.ContextLength, 1 << 17), shape.HeadSize, shape.RotaryTheta);
    private readonly HeadLayout heads = shape.HeadLayout;

    public ModelShape Shape => shape;

    public ParameterSet Parameters => parameters;

    public Device Device => device;

    /// <summary>Hidden states after the final norm, ready for the head.</summary>
    public ForwardTrace Forward(Batch batch, Workspace space)
    {
        if (batch.RowLength > shape.ContextLength)
            throw new ArgumentException($"rows of {batch.RowLength} tokens exceed the model's context of {shape.ContextLength}", nameof(batch));
        var count = batch.Count;
        var x = space.Take(count, shape.Hidden);
        device.Embed(batch.Tokens, parameters.Embedding_VD.AsWeights(), x);
        var traces = new LayerTrace[shape.Layers];
        for (var layer = 0; layer < shape.Layers; layer++)
            (x, traces[layer]) = ForwardLayer(batch, parameters.Layers[layer], x, space);
        var inverseRms = space.Take(1, count);
        var hidden = space.Take(count, shape.Hidden);
        device.RmsNorm(x, parameters.FinalGain_D, shape.NormEpsilon, hidden, inverseRms);
        return new ForwardTrace(batch, traces, x, inverseRms, hidden);
    }

    private (Tensor Output, LayerTrace Trace) ForwardLayer(Batch batch, LayerParameters layer, Tensor x_ND, Workspace space)
    {
        var count = batch.Count;
        var trace = new LayerTrace(x_ND, space.Take(1, count), space.Take(count, shape.Hidden), space.Take(count, heads.Packed), space.Take(count, heads.QueryWidth),
            space.Take(heads.Queries, count), space.Take(count, shape.Hidden), space.Take(1, count), space.Take(count, shape.Hidden), space.Take(count, 2 * shape.FeedForward), space.Take(count, shape.FeedForward));
        device.RmsNorm(x_ND, layer.AttentionGain_D, shape.NormEpsilon, trace.Normed1_ND, trace.InverseRms1_N);
        device.Linear(trace.Normed1_ND, layer.QueryKeyValue_CD.AsWeights(), trace.Qkv_NC);
        device.Rotate(trace.Qkv_NC, batch.Positions, rotary, heads, inverse: false);
        device.Attention(trace.Qkv_NC, batch.Starts, batch.RowLength, new AttentionRule(heads), null, trace.Attended_NQ, trace.LogSumExp_HN);
        trace.Middle_ND.CopyFrom(x_ND);
        device.Linear(trace.Attended_NQ, layer.AttentionOut_DQ.AsWeights(), trace.Middle_ND, accumulate: true);
        device.RmsNorm(trace.Middle_ND, layer.FeedForwardGain_D, shape.NormEpsilon, trace.Normed2_ND, trace.InverseRms2_N);
        device.Linear(trace.Normed2_ND, layer.GateUp_F2D.AsWeights(), trace.GateUp_NF2);
        device.SwiGlu(trace.GateUp_NF2, trace.Gated_NF);
        var output = space.Take(count, shape.Hidden);
        output.CopyFrom(trace.Middle_ND);
        device.Linear(trace.Gated_NF, layer.Down_DF.AsWeights(), output, accumulate: true);
        return (output, trace);
    }

    /// <summary>Adds the gradients of all parameters, given that of the hidden states. Spends <paramref name="hiddenGradient_ND"/>.</summary>
    public void Backward(ForwardTrace trace, Tensor hiddenGradient_ND, ParameterSet gradients, Tensor embeddingGradient_VD, Workspace space)
    {
        var batch = trace.Batch;
        var gradient = space.Take(batch.Count, shape.Hidden);
        gradient.Clear();
        device.RmsNormBackward(trace.Last_ND, parameters.FinalGain_D, trace.InverseRms_N, hiddenGradient_ND, gradient, gradients.FinalGain_D, batch.RowLength);
        var scratch = new BackwardScratch(space.Take(batch.Count, shape.Hidden), space.Take(batch.Count, heads.QueryWidth), space.Take(batch.Count, heads.Packed),
            space.Take(batch.Count, shape.FeedForward), space.Take(batch.Count, 2 * shape.FeedForward));
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
            BackwardLayer(batch, trace.Layers[layer], parameters.Layers[layer], gradients.Layers[layer], gradient, scratch);
        device.EmbedBackward(batch.Tokens, gradient, embeddingGradient_VD);
    }

    private sealed record BackwardScratch(Tensor Normed_ND, Tensor Attended_NQ, Tensor Qkv_NC, Tensor Gated_NF, Tensor GateUp_NF2);

    // gradient_ND comes in as the gradient of the layer's output and leaves as that of its input: the residual path needs no copy.
    private void BackwardLayer(Batch batch, LayerTrace trace, LayerParameters layer, LayerParameters gradients, Tensor gradient_ND, BackwardScratch scratch)
    {
        device.LinearBackwardWeight(gradient_ND, trace.Gated_NF, gradients.Down_DF, batch.RowLength);
        device.LinearBackwardInput(gradient_ND, layer.Down_DF.AsWeights(), scratch.Gated_NF);
        device.SwiGluBackward(trace.GateUp_NF2, scratch.Gated_NF, scratch.GateUp_NF2);
        device.LinearBackwardWeight(scratch.GateUp_NF2, trace.Normed2_ND, gradients.GateUp_F2D, batch.RowLength);
        device.LinearBackwardInput(scratch.GateUp_NF2, layer.GateUp_F2D.AsWeights(), scratch.Normed_ND);
        device.RmsNormBackward(trace.Middle_ND, layer.FeedForwardGain_D, trace.InverseRms2_N, scratch.Normed_ND, gradient_ND, gradients.FeedForwardGain_D, batch.RowLength);
        device.LinearBackwardWeight(gradient_ND, trace.Attended_NQ, gradients.AttentionOut_DQ, batch.RowLength);
        device.LinearBackwardInput(gradient_ND, layer.AttentionOut_DQ.AsWeights(), scratch.Attended_NQ);
        device.AttentionBackward(trace.Qkv_NC, batch.Starts, batch.RowLength, new AttentionRule(heads), null, trace.Attended_NQ, trace.LogSumExp_HN, scratch.Attended_NQ, scratch.Qkv_NC, null);
        device.Rotate(scratch.Qkv_NC, batch.Positions, rotary, heads, inverse: true);
        device.LinearBackwardWeight(scratch.Qkv_NC, trace.Normed1_ND, gradients.QueryKeyValue_CD, batch.RowLength);
        device.LinearBackwardInput(scratch.Qkv_NC, layer.QueryKeyValue_CD.AsWeights(), scratch.Normed_ND);
        device.RmsNormBackward(trace.Input_ND, layer.AttentionGain_D, trace.InverseRms1_N, scratch.Normed_ND, gradient_ND, gradients.AttentionGain_D, batch.RowLength);
    }

    /// <summary>
    /// Runs new tokens of one sequence after those already in the cache, without keeping anything for a way back, and returns the hidden states of the new ones.
    /// </summary>
    public Tensor Extend(ReadOnlySpan<int> tokens, KeyValueCache cache, Workspace space)
    {
        var positions = Enumerable.Range(cache.Length, tokens.Length).ToArray();
        var count = tokens.Length;
        Tensor x = space.Take(count, shape.Hidden), normed = space.Take(count, shape.Hidden), inverseRms = space.Take(1, count), qkv = space.Take(count, heads.Packed);
        Tensor attended = space.Take(count, heads.QueryWidth), gateUp = space.Take(count, 2 * shape.FeedForward), gated = space.Take(count, shape.FeedForward);
        device.Embed(tokens, parameters.Embedding_VD.AsWeights(), x);
        for (var index = 0; index < shape.Layers; index++)
        {
            var layer = parameters.Layers[index];
            device.RmsNorm(x, layer.AttentionGain_D, shape.NormEpsilon, normed, inverseRms);
            device.Linear(normed, layer.QueryKeyValue_CD.AsWeights(), qkv);
            device.Rotate(qkv, positions, rotary, heads, inverse: false);
            cache.Write(index, qkv, heads);
            device.AttentionOverCache(qkv, [new CachedRows(0, count, cache.Keys(index), cache.Values(index), cache.Length + count)], new AttentionRule(heads), null, attended);
            device.Linear(attended, layer.AttentionOut_DQ.AsWeights(), x, accumulate: true);
            device.RmsNorm(x, layer.FeedForwardGain_D, shape.NormEpsilon, normed, inverseRms);
            device.Linear(normed, layer.GateUp_F2D.AsWeights(), gateUp);
            device.SwiGlu(gateUp, gated);
            device.Linear(gated, layer.Down_DF.AsWeights(), x, accumulate: true);
        }
        cache.Advance(count);
        device.RmsNorm(x, parameters.FinalGain_D, shape.NormEpsilon, normed, inverseRms);
        return normed;
    }
}
