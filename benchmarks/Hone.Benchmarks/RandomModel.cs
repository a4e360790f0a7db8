using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Checkpoints.Gguf;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Benchmarks;

/// <summary>A model of random weights, in the formats a GGUF mix gives them: speed does not ask what they are. A matrix repeats some random rows, so that making one is no work.</summary>
internal sealed class RandomModel(ModelShape shape, GgufMix mix) : IWeightSource
{
    private const int DistinctRows = 64;

    public static long TableBytes(ModelShape shape, GgufMix mix)
        => mix.FormatOf("token_embd.weight", shape.Hidden, true, shape).RowBytes(shape.Hidden) * shape.VocabularySize;

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        var stack = new List<WeightMatrix>();
        foreach (var part in parts)
            stack.Add(Matrix(part, columns));
        return stack;
    }

    public Tensor Vector(string name, int length, VectorKind kind)
    {
        var vector = new Tensor(1, length);
        vector.Span.Fill(kind == VectorKind.Gain ? 1f : 0f);
        return vector;
    }

    private WeightMatrix Matrix(MatrixPart part, int columns)
    {
        var name = GgufNames.Of(part.Name, GgufArchitecture.Of(shape.Family));
        var matrix = WeightMatrix.Allocate(part.Rows, columns, mix.FormatOf(name, columns, true, shape));
        var chance = new Xoshiro256((ulong)name.Length + (ulong)part.Rows);
        var values = new float[columns];
        for (var row = 0; row < Math.Min(DistinctRows, part.Rows); row++)
        {
            foreach (ref var value in values.AsSpan())
                value = (float)(chance.NextDouble() - 0.5) * 0.06f;
            WeightBlocks.Encode(matrix.Format, values, matrix.Row(row));
        }
        for (var row = DistinctRows; row < part.Rows; row++)
            matrix.Row(row % DistinctRows).CopyTo(matrix.Row(row));
        return matrix;
    }
}
