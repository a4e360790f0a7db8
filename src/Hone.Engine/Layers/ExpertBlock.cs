using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>
/// x + sum of the chosen experts' down(gate(gateUp(norm(x)))), weighted by the router: each token goes to the few experts with the highest
/// logits, weighted by a softmax among them (Shazeer et al. 2017; gpt-oss model card, 2025).
/// </summary>
internal sealed class ExpertBlock(Norm norm, Projection router, IReadOnlyList<(Projection GateUp, Projection Down)> experts, int choices, Gate gate, float residualScale) : IFeedForwardBlock
{
    private sealed record Trace(
        Tensor Input_ND, Tensor InverseRms_N, Tensor Normed_ND, Routing Routing, Tensor Weights_NK, Tensor Packed_MD, Tensor GateUp_MF2, Tensor Gated_MF, Tensor Down_MD)
        : FeedForwardTrace(Input_ND, InverseRms_N, Normed_ND);

    public static ExpertBlock From(ModelShape shape, int layer, IWeightSource source, ParameterSet? gradients)
    {
        var prefix = $"model.layers.{layer}.";
        var norm = Norm.From(prefix + "post_attention_layernorm.weight", shape.Hidden, shape.NormEpsilon, source, gradients);
        var router = source.Projection(gradients, prefix + "mlp.", shape.Hidden, shape.FeedForwardBias, new MatrixPart("router", shape.Experts));
        var experts = new (Projection, Projection)[shape.Experts];
        for (var expert = 0; expert < shape.Experts; expert++)
        {
            var own = $"{prefix}mlp.experts.{expert}.";
            experts[expert] = (
                source.Projection(gradients, own, shape.Hidden, shape.FeedForwardBias, new MatrixPart("gate_proj", shape.FeedForward), new MatrixPart("up_proj", shape.FeedForward)),
                source.Projection(gradients, own, shape.FeedForward, shape.FeedForwardBias, new MatrixPart("down_proj", shape.Hidden)));
        }
        return new ExpertBlock(norm, router, experts, shape.ExpertsPerToken, shape.Gate, shape.ResidualScale);
    }

    public FeedForwardTrace Forward(Pass pass, int rowLength, Tensor x_ND, Tensor output_ND)
    {
        var (space, count, packed) = (pass.Space, x_ND.Rows, x_ND.Rows * choices);
        Tensor inverse = space.Take(1, count), normed = space.Take(count, x_ND.Columns), weights = space.Take(count, choices);
        norm.Forward(pass, x_ND, normed, inverse);
        var trace = new Trace(x_ND, inverse, normed, Route(pass, normed, weights, rowLength), weights, space.Take(packed, x_ND.Columns),
            space.Take(packed, experts[0].GateUp.Outputs), space.Take(packed, experts[0].Down.Inputs), space.Take(packed, x_ND.Columns));
        pass.Device.Gather(normed, trace.Routing.Tokens_M, trace.Packed_MD);
        foreach (var run in trace.Routing.Runs)
            experts[run.Expert].GateUp.Forward(pass, trace.Packed_MD.RowRange(run.First, run.Count), trace.GateUp_MF2.RowRange(run.First, run.Count));
        pass.Device.Gated(gate, trace.GateUp_MF2, trace.Gated_MF);
        foreach (var run in trace.Routing.Runs)
            experts[run.Expert].Down.Forward(pass, trace.Gated_MF.RowRange(run.First, run.Count), trace.Down_MD.RowRange(run.First, run.Count));
        var mark = space.Mark();
        var combined = space.Take(count, x_ND.Columns);
        pass.Device.Combine(trace.Down_MD, trace.Routing.Places_NK, weights, combined);
        output_ND.CopyFrom(x_ND);
        pass.Device.AddScaled(output_ND, combined, residualScale);
        space.Release(mark);
        return trace;
    }

    public void Backward(Pass pass, int rowLength, FeedForwardTrace trace, Tensor gradient_ND)
    {
        var (space, count, kept) = (pass.Space, gradient_ND.Rows, (Trace)trace);
        var mark = space.Mark();
        Tensor weightsGradient = space.Take(count, choices), normed = space.Take(count, gradient_ND.Columns), packed = space.Take(kept.Packed_MD.Rows, gradient_ND.Columns);
        Tensor down = space.Take(packed.Rows, gradient_ND.Columns), gated = space.Take(packed.Rows, kept.Gated_MF.Columns), wide = space.Take(packed.Rows, kept.GateUp_MF2.Columns);
        pass.Device.CombineBackward(kept.Down_MD, kept.Routing.Places_NK, kept.Weights_NK, Residual.Scaled(pass, gradient_ND, residualScale), down, weightsGradient);
        foreach (var run in kept.Routing.Runs)
            experts[run.Expert].Down.Backward(pass, down.RowRange(run.First, run.Count), kept.Gated_MF.RowRange(run.First, run.Count), gated.RowRange(run.First, run.Count), run.Count);
        pass.Device.GatedBackward(gate, kept.GateUp_MF2, gated, wide);
        foreach (var run in kept.Routing.Runs)
            experts[run.Expert].GateUp.Backward(pass, wide.RowRange(run.First, run.Count), kept.Packed_MD.RowRange(run.First, run.Count), packed.RowRange(run.First, run.Count), run.Count);
        var logitsGradient = space.Take(count, router.Outputs);
        pass.Device.RouteBackward(kept.Weights_NK, kept.Routing.Experts_NK, weightsGradient, logitsGradient);
        router.Backward(pass, logitsGradient, kept.Normed_ND, normed, rowLength);
        pass.Device.GatherBackward(packed, kept.Routing.Places_NK, normed);
        norm.Backward(pass, kept.Input_ND, kept.InverseRms_N, normed, gradient_ND, rowLength);
        space.Release(mark);
    }

    private Routing Route(Pass pass, Tensor normed_ND, Tensor weights_NK, int rowLength)
    {
        var mark = pass.Space.Mark();
        var logits = pass.Space.Take(normed_ND.Rows, router.Outputs);
        router.Forward(pass, normed_ND, logits);
        var chosen = new int[normed_ND.Rows * choices];
        pass.Device.Route(logits, weights_NK, chosen);
        pass.Space.Release(mark);
        return new Routing(chosen, choices, experts.Count, rowLength);
    }
}
