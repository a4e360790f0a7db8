using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>What the second half of a layer leaves for the way back; a block knows its own kind.</summary>
internal abstract record FeedForwardTrace(Tensor Input_ND, Tensor InverseRms_N, Tensor Normed_ND);

/// <summary>The second half of a layer: x + feed-forward(norm(x)), dense or of experts.</summary>
internal interface IFeedForwardBlock
{
    FeedForwardTrace Forward(Pass pass, int rowLength, Tensor x_ND, Tensor output_ND);

    /// <summary><paramref name="gradient_ND"/> comes in as the gradient of the block's output and leaves as that of its input.</summary>
    void Backward(Pass pass, int rowLength, FeedForwardTrace trace, Tensor gradient_ND);
}

/// <summary>x + down(gate(gateUp(norm(x)))).</summary>
internal sealed class FeedForwardBlock(Norm norm, Projection gateUp, Projection down, Gate gate, float residualScale) : IFeedForwardBlock
{
    private sealed record Trace(Tensor Input_ND, Tensor InverseRms_N, Tensor Normed_ND, Tensor GateUp_NF2, Tensor Gated_NF) : FeedForwardTrace(Input_ND, InverseRms_N, Normed_ND);

    public static FeedForwardBlock From(ModelShape shape, int layer, IWeightSource source, ParameterSet? gradients)
    {
        var prefix = $"model.layers.{layer}.";
        return new FeedForwardBlock(
            Norm.From(prefix + "post_attention_layernorm.weight", shape.Hidden, shape.NormEpsilon, source, gradients),
            source.Projection(gradients, prefix + "mlp.", shape.Hidden, shape.FeedForwardBias, new MatrixPart("gate_proj", shape.FeedForward), new MatrixPart("up_proj", shape.FeedForward)),
            source.Projection(gradients, prefix + "mlp.", shape.FeedForward, shape.FeedForwardBias, new MatrixPart("down_proj", shape.Hidden)),
            shape.Gate,
            shape.ResidualScale);
    }

    public FeedForwardTrace Forward(Pass pass, int rowLength, Tensor x_ND, Tensor output_ND)
    {
        var (space, count) = (pass.Space, x_ND.Rows);
        var trace = new Trace(x_ND, space.Take(1, count), space.Take(count, x_ND.Columns), space.Take(count, gateUp.Outputs), space.Take(count, down.Inputs));
        norm.Forward(pass, x_ND, trace.Normed_ND, trace.InverseRms_N);
        gateUp.Forward(pass, trace.Normed_ND, trace.GateUp_NF2);
        pass.Device.Gated(gate, trace.GateUp_NF2, trace.Gated_NF);
        Residual.Add(pass, down, trace.Gated_NF, x_ND, output_ND, residualScale);
        return trace;
    }

    public void Backward(Pass pass, int rowLength, FeedForwardTrace trace, Tensor gradient_ND)
    {
        var (space, count, kept) = (pass.Space, gradient_ND.Rows, (Trace)trace);
        var mark = space.Mark();
        Tensor gated = space.Take(count, down.Inputs), wide = space.Take(count, gateUp.Outputs), normed = space.Take(count, gradient_ND.Columns);
        down.Backward(pass, Residual.Scaled(pass, gradient_ND, residualScale), kept.Gated_NF, gated, rowLength);
        pass.Device.GatedBackward(gate, kept.GateUp_NF2, gated, wide);
        gateUp.Backward(pass, wide, kept.Normed_ND, normed, rowLength);
        norm.Backward(pass, kept.Input_ND, kept.InverseRms_N, normed, gradient_ND, rowLength);
        space.Release(mark);
    }
}
