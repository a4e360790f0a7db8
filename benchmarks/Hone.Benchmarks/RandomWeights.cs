using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Benchmarks;

/// <summary>Random weights made in the format they are to be held in: a billion of them never exist as f32.</summary>
internal sealed class RandomWeights(WeightFormat format) : IWeightSource, IDisposable
{
    private readonly List<IDisposable> owned = [];

    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        var rows = 0;
        foreach (var part in parts)
            rows += part.Rows;
        var matrix = WeightMatrix.Allocate(rows, columns, format);
        owned.Add(matrix.Owner);
        Parallel.For(0, rows, () => new float[columns], (row, _, values) =>
        {
            var chance = new Xoshiro256((ulong)row);
            foreach (ref var value in values.AsSpan())
                value = (float)((chance.NextDouble() - 0.5) * 0.1);
            WeightBlocks.Encode(format, values, matrix.Row(row));
            return values;
        }, static _ => { });
        return [matrix];
    }

    public Tensor Vector(string name, int length, VectorKind kind)
    {
        var vector = new Tensor(1, length);
        vector.Span.Fill(kind == VectorKind.Gain ? 1 : 0);
        owned.Add(vector);
        return vector;
    }

    public void Dispose() => owned.ForEach(memory => memory.Dispose());
}
