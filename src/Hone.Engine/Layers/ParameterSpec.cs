using System.Runtime.InteropServices;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;

namespace Hone.Engine.Layers;

/// <summary>Name and size of one parameter. A vector has one row.</summary>
internal sealed record ParameterSpec(string Name, int Rows, int Columns, VectorKind? Vector)
{
    public bool IsMatrix => Vector is null;

    public long Length => (long)Rows * Columns;

    /// <summary>The parameters of a model in the order of its layers: what the decoder asks for when it is put together.</summary>
    public static IReadOnlyList<ParameterSpec> Of(ModelShape shape)
    {
        var recorder = new Recorder();
        _ = DecoderWeights.From(shape, recorder);
        return recorder.Asked;
    }

    // Hands out sizes without memory: what is built from it is thrown away.
    private sealed class Recorder : IWeightSource
    {
        private static readonly NativeBlock Nothing = new(0);
        private readonly Dictionary<int, Tensor> vectors = [];

        public List<ParameterSpec> Asked { get; } = [];

        public unsafe IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
        {
            var rows = 0;
            foreach (var part in parts)
            {
                Asked.Add(new ParameterSpec(part.Name, part.Rows, columns, null));
                rows += part.Rows;
            }
            return [new WeightMatrix(Nothing, null, rows, columns, WeightFormat.F32)];
        }

        public Tensor Vector(string name, int length, VectorKind kind)
        {
            Asked.Add(new ParameterSpec(name, 1, length, kind));
            ref var vector = ref CollectionsMarshal.GetValueRefOrAddDefault(vectors, length, out _);
            return vector ??= new Tensor(1, length);
        }
    }
}
