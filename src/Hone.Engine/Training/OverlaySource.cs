using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Training;

/// <summary>A model of which some parameters are being trained, and the rest come from a frozen source in whatever format it holds them.</summary>
internal sealed class OverlaySource(ParameterSet trained, IWeightSource frozen) : IWeightSource
{
    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
        => trained.Find(parts[0].Name) is null ? frozen.Stack(columns, parts) : trained.Stack(columns, parts);

    public Tensor Vector(string name, int length, VectorKind kind) => trained.Find(name) ?? frozen.Vector(name, length, kind);
}
