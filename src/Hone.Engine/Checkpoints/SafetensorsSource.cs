using Hone.Engine.Layers;
using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints;

/// <summary>The weights of a model directory as they lie in its files: matrices are views of the mapped files, vectors copies in f32.</summary>
internal sealed class SafetensorsSource(SafetensorsDirectory files) : IWeightSource
{
    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        var stack = new List<WeightMatrix>();
        foreach (var part in parts)
        {
            var next = files.Find(part.Name).ToMatrix(part.Rows, columns);
            if (stack.Count > 0 && stack[^1].Join(next) is { } joined)
                stack[^1] = joined;
            else
                stack.Add(next);
        }
        return stack;
    }

    public Tensor Vector(string name, int length, VectorKind kind) => files.Find(name).Expect(length).ToTensor();
}
