using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What an attention block leaves for the way back. Raw_NC is Qkv_NC itself where heads are not normalised.</summary>
internal sealed record AttentionTrace(Tensor Input_ND, Tensor InverseRms_N, Tensor Normed_ND, Tensor Raw_NC, Tensor? HeadInverseRms_NH, Tensor Qkv_NC, Tensor Attended_NQ, Tensor LogSumExp_HN);

/// <summary>x + out(attention(rotate(qkv(norm(x))))): the first half of a layer.</summary>
internal sealed class AttentionBlock
{
    private readonly AttentionRule rule;
    private readonly RotaryTable? rotary;
    private readonly float normEpsilon, residualScale;

    private AttentionBlock(ModelShape shape, int layer, RotaryTable rotary)
    {
        rule = shape.AttentionRule(layer);
        this.rotary = shape.LayersWithoutRotary.Contains(layer) ? null : rotary;
        (normEpsilon, residualScale) = (shape.NormEpsilon, shape.ResidualScale);
    }

    public required Norm Norm { get; init; }

    public required Projection QueryKeyValue { get; init; }

    public required Projection Out { get; init; }

    public HeadGains? HeadGains { get; init; }

    public HeadGains? HeadGainGradients { get; init; }

    public Tensor? Sinks_H { get; init; }

    public Tensor? SinksGradient_H { get; init; }

    private HeadLayout Heads => rule.Heads;

    public static AttentionBlock From(ModelShape shape, int layer, RotaryTable rotary, IWeightSource source, ParameterSet? gradients)
    {
        string prefix = $"model.layers.{layer}.", self = prefix + "self_attn.";
        var heads = shape.HeadLayout;
        var norm = Norm.From(prefix + "input_layernorm.weight", shape.Hidden, shape.NormEpsilon, source, gradients);
        var queryKeyValue = source.Projection(gradients, self, shape.Hidden, shape.AttentionBias,
            new MatrixPart("q_proj", heads.QueryWidth), new MatrixPart("k_proj", heads.KeyWidth), new MatrixPart("v_proj", heads.KeyWidth));
        return new AttentionBlock(shape, layer, rotary)
        {
            Norm = norm,
            QueryKeyValue = queryKeyValue,
            HeadGains = shape.HeadNorm ? new HeadGains(source.Vector(self + "q_norm.weight", heads.Size, VectorKind.Gain), source.Vector(self + "k_norm.weight", heads.Size, VectorKind.Gain)) : null,
            HeadGainGradients = shape.HeadNorm && gradients?.Find(self + "q_norm.weight") is { } query ? new HeadGains(query, gradients[self + "k_norm.weight"]) : null,
            Sinks_H = shape.Sinks ? source.Vector(self + "sinks", heads.Queries, VectorKind.Bias) : null,
            SinksGradient_H = shape.Sinks ? gradients?.Find(self + "sinks") : null,
            Out = source.Projection(gradients, self, heads.QueryWidth, shape.AttentionOutBias, new MatrixPart("o_proj", shape.Hidden)),
        };
    }

    /// <summary>Attention inside the rows of a batch.</summary>
    public AttentionTrace Forward(Pass pass, Batch batch, Tensor x_ND, Tensor output_ND)
    {
        var trace = Project(pass, x_ND, batch.Positions);
        pass.Device.Attention(trace.Qkv_NC, batch.Starts, batch.RowLength, rule, Sinks_H, trace.Attended_NQ, trace.LogSumExp_HN);
        Residual.Add(pass, Out, trace.Attended_NQ, x_ND, output_ND, residualScale);
        return trace;
    }

    /// <summary>Attention of new tokens over the caches of their sequences, which take up the new keys and values.</summary>
    public void Extend(Pass pass, StepBatch batch, int layer, Tensor x_ND, Tensor output_ND)
    {
        var trace = Project(pass, x_ND, batch.Positions);
        pass.Device.AttentionOverCache(trace.Qkv_NC, batch.Pages, layer, batch.Sequences, rule, Sinks_H, trace.Attended_NQ);
        Residual.Add(pass, Out, trace.Attended_NQ, x_ND, output_ND, residualScale);
    }

    /// <summary><paramref name="gradient_ND"/> comes in as the gradient of the block's output and leaves as that of its input.</summary>
    /// <param name="isLast">Nothing before this block is trained: where its own norm is not either, its input's gradient is left out.</param>
    public void Backward(Pass pass, Batch batch, AttentionTrace trace, Tensor gradient_ND, bool isLast = false)
    {
        var (space, rowLength) = (pass.Space, batch.RowLength);
        var mark = space.Mark();
        Tensor attended = space.Take(batch.Count, Heads.QueryWidth), qkv = space.Take(batch.Count, Heads.Packed), normed = space.Take(batch.Count, gradient_ND.Columns);
        Out.Backward(pass, Residual.Scaled(pass, gradient_ND, residualScale), trace.Attended_NQ, attended, rowLength);
        pass.Device.AttentionBackward(trace.Qkv_NC, batch.Starts, rowLength, rule, Sinks_H, trace.Attended_NQ, trace.LogSumExp_HN, attended, qkv, SinksGradient_H);
        if (rotary is not null)
            pass.Device.Rotate(qkv, batch.Positions, rotary, Heads, inverse: true);
        if (HeadGains is not null)
            pass.Device.HeadNormBackward(trace.Raw_NC, HeadGains, Heads, trace.HeadInverseRms_NH!, qkv, HeadGainGradients, rowLength);
        var ends = isLast && Norm.Gradient_D is null;
        QueryKeyValue.Backward(pass, qkv, trace.Normed_ND, ends ? null : normed, rowLength);
        if (!ends)
            Norm.Backward(pass, trace.Input_ND, trace.InverseRms_N, normed, gradient_ND, rowLength);
        space.Release(mark);
    }

    private AttentionTrace Project(Pass pass, Tensor x_ND, int[] positions)
    {
        var (space, count) = (pass.Space, x_ND.Rows);
        Tensor inverse = space.Take(1, count), normed = space.Take(count, x_ND.Columns), raw = space.Take(count, Heads.Packed);
        Norm.Forward(pass, x_ND, normed, inverse);
        QueryKeyValue.Forward(pass, normed, raw);
        var (qkv, headInverse) = HeadGains is null ? (raw, null) : (space.Take(count, Heads.Packed), space.Take(count, Heads.Queries + Heads.KeyValues));
        if (HeadGains is not null)
            pass.Device.HeadNorm(raw, HeadGains, Heads, normEpsilon, qkv, headInverse!);
        if (rotary is not null)
            pass.Device.Rotate(qkv, positions, rotary, Heads, inverse: false);
        return new AttentionTrace(x_ND, inverse, normed, raw, headInverse, qkv, space.Take(count, Heads.QueryWidth), space.Take(Heads.Queries, count));
    }
}
