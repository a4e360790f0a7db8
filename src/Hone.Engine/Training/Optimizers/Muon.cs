using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training.Optimizers;

/// <summary>
/// Momentum made orthogonal, for the matrices of the layers, each as the model's files name it: weights -= rate * size * orthogonal(gradient +
/// momentum * buffer), buffer = momentum * buffer + gradient (Jordan 2024). Embedding, head and vectors are AdamW's.
/// </summary>
internal sealed class Muon : IOptimizer
{
    private readonly AdamW rest;
    private readonly ParameterSet momenta;
    private readonly AdaptSpec spec;
    private readonly Workspace space = new();

    public Muon(IReadOnlyList<ParameterSpec> parameters, AdaptSpec spec)
    {
        this.spec = spec;
        rest = new AdamW([.. parameters.Where(parameter => !IsOrthogonal(parameter))]);
        momenta = new ParameterSet([.. parameters.Where(IsOrthogonal)]);
    }

    public IReadOnlyList<NamedTensor> State => [.. rest.State, .. momenta.Named.Select(tensor => tensor with { Name = "muon.momentum." + tensor.Name })];

    /// <summary>Whether a parameter is Muon's and not AdamW's.</summary>
    public static bool IsOrthogonal(ParameterSpec parameter) => parameter.IsMatrix && parameter.Name.StartsWith("model.layers.", StringComparison.Ordinal);

    public void Update(Device device, ParameterSpec parameter, Tensor values, Tensor gradient, double rateFactor, OptimizerStep step)
    {
        if (!IsOrthogonal(parameter))
        {
            rest.Update(device, parameter, values, gradient, rateFactor, step);
            return;
        }
        space.Reset();
        var (momentum, buffer) = ((float)spec.Muon.Momentum, momenta[parameter.Name]);
        device.Scale(buffer, momentum);
        device.AddScaled(buffer, gradient, step.AdamW.GradientScale);
        var direction = space.Take(gradient.Rows, gradient.Columns);
        direction.CopyFrom(gradient);
        device.Scale(direction, step.AdamW.GradientScale);
        device.AddScaled(direction, buffer, momentum);
        direction = NewtonSchulz.Orthogonal(device, direction, space);
        var rate = (spec.Muon.Rate ?? spec.LearningRate) * step.Share * rateFactor;
        device.Scale(values, (float)(1 - (rate * spec.WeightDecay)));
        device.AddScaled(values, direction, (float)(-rate * Size(gradient.Rows, gradient.Columns)));
    }

    public void Dispose()
    {
        rest.Dispose();
        momenta.Dispose();
        space.Dispose();
    }

    private double Size(double rows, double columns)
        => spec.Muon.Scale == MuonScale.Spectral ? Math.Sqrt(Math.Max(1, rows / columns)) : 0.2 * Math.Sqrt(Math.Max(rows, columns));
}
