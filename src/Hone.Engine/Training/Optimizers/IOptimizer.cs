using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training.Optimizers;

/// <summary>The numbers of one step that are the same for every parameter. <paramref name="Share"/>: this step's learning rate as a share of the highest.</summary>
internal readonly record struct OptimizerStep(AdamWStep AdamW, double Share);

/// <summary>Turns gradients into new weights, one parameter at a time, and owns what it remembers of earlier steps.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>What a checkpoint must hold to go on to the bit.</summary>
    IReadOnlyList<NamedTensor> State { get; }

    /// <param name="rateFactor">Of the learning rate, for this parameter.</param>
    void Update(Device device, ParameterSpec parameter, Tensor values, Tensor gradient, double rateFactor, OptimizerStep step);
}
