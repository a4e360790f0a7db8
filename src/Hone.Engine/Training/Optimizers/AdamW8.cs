using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training.Optimizers;

/// <summary>
/// AdamW whose states of matrices have 8 bits, block by block (Dettmers et al. 2022): see <see cref="EightBitMoments"/>. Vectors are few and
/// sensitive; theirs stay f32.
/// </summary>
internal sealed class AdamW8 : IOptimizer
{
    private readonly AdamW vectors;
    private readonly List<(string Name, EightBitMoments Moments)> matrices;

    public AdamW8(IReadOnlyList<ParameterSpec> parameters)
    {
        vectors = new AdamW([.. parameters.Where(parameter => !parameter.IsMatrix)]);
        matrices = [.. parameters.Where(parameter => parameter.IsMatrix).Select(parameter => (parameter.Name, new EightBitMoments(parameter.Length)))];
    }

    public IReadOnlyList<NamedTensor> State =>
    [
        .. vectors.State,
        .. matrices.SelectMany(matrix => matrix.Moments.Parts.Select(part => new NamedTensor($"adamw8.{part.Name}.{matrix.Name}", part.Values, VectorKind.Bias))),
    ];

    public void Update(Device device, ParameterSpec parameter, Tensor values, Tensor gradient, double rateFactor, OptimizerStep step)
    {
        if (parameter.IsMatrix)
            device.AdamW8(values, gradient, matrices.Find(matrix => matrix.Name == parameter.Name).Moments, AdamW.Numbers(parameter, rateFactor, step));
        else
            vectors.Update(device, parameter, values, gradient, rateFactor, step);
    }

    public void Dispose()
    {
        vectors.Dispose();
        matrices.ForEach(matrix => matrix.Moments.Dispose());
    }
}
