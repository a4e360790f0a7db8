using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>A tensor of a file to be written, read when its turn comes and, where it was made for this, freed after it: a model need not be in memory whole.</summary>
internal sealed record TensorToWrite(string Name, int[] Dimensions, Func<Tensor> Read, bool IsMadeForThis)
{
    public long Length => Dimensions.Aggregate(1L, (product, size) => product * size);

    public static IReadOnlyList<TensorToWrite> Of(IEnumerable<NamedTensor> tensors)
        => [.. tensors.Select(tensor => new TensorToWrite(tensor.Name, tensor.Dimensions, () => tensor.Value, IsMadeForThis: false))];
}
