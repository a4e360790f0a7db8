using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training.Optimizers;

/// <summary>AdamW with f32 states (Loshchilov and Hutter 2019). Matrices decay, vectors do not.</summary>
internal sealed class AdamW(IReadOnlyList<ParameterSpec> parameters) : IOptimizer
{
    private readonly ParameterSet first = new(parameters), second = new(parameters);

    public IReadOnlyList<NamedTensor> State =>
    [
        .. first.Named.Select(tensor => tensor with { Name = "adamw.first." + tensor.Name }),
        .. second.Named.Select(tensor => tensor with { Name = "adamw.second." + tensor.Name }),
    ];

    public void Update(Device device, ParameterSpec parameter, Tensor values, Tensor gradient, double rateFactor, OptimizerStep step)
        => device.AdamW(values, gradient, first[parameter.Name], second[parameter.Name], Numbers(parameter, rateFactor, step));

    /// <summary>A parameter's own learning rate and decay.</summary>
    public static AdamWStep Numbers(ParameterSpec parameter, double rateFactor, OptimizerStep step) => step.AdamW with
    {
        LearningRate = rateFactor == 1 ? step.AdamW.LearningRate : (float)(rateFactor * step.AdamW.LearningRate),
        WeightDecay = parameter.IsMatrix ? step.AdamW.WeightDecay : 0,
    };

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
