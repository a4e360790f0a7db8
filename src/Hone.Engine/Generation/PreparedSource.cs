using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Generation;

/// <summary>Weights as a device reads them fastest, for a model that will not change.</summary>
internal sealed class PreparedSource(IWeightSource source, Device device) : IWeightSource
{
    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts) => device.Prepare(source.Stack(columns, parts));

    public Tensor Vector(string name, int length, VectorKind kind) => source.Vector(name, length, kind);
}
