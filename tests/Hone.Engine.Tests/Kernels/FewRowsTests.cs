using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tests.Kernels;

/// <summary>A row of a product gives the same bits alone, among few and among many: what a sequence says must not depend on what else runs.</summary>
public sealed class FewRowsTests
{
    private const int Rows = 41;

    [Theory]
    [InlineData(WeightFormat.F32, 70, 45)]
    [InlineData(WeightFormat.F32, 128, 1100)]
    [InlineData(WeightFormat.F32, 5, 530)]
    [InlineData(WeightFormat.F32, 96, 8)]
    [InlineData(WeightFormat.BF16, 65, 1039)]
    [InlineData(WeightFormat.BF16, 64, 96)]
    [InlineData(WeightFormat.F16, 40, 600)]
    [InlineData(WeightFormat.Q8_0, 50, 608)]
    [InlineData(WeightFormat.Q4_K, 50, 768)]
    public void Linear_SomeOfTheRows_SameBits(WeightFormat format, int outputs, int inputs)
    {
        foreach (var compute in new[] { ComputeType.F32, ComputeType.BF16 })
        {
            using var device = new CpuDevice(2, compute);
            var weights = device.Prepare([RandomWeights(format, outputs, inputs)])[0];
            using Tensor x = Random(Rows, inputs, 1), wide = Random(Rows, outputs + 9, 2), before = new(Rows, outputs + 9);
            before.CopyFrom(wide);
            device.Linear(x, weights, wide.ColumnRange(4, outputs), accumulate: true);
            foreach (var (first, count) in new[] { (0, 1), (40, 1), (3, 2), (7, 5), (11, 16), (20, 17) })
            {
                using var some = new Tensor(count, outputs + 9);
                some.CopyFrom(before.RowRange(first, count));

                device.Linear(x.RowRange(first, count), weights, some.ColumnRange(4, outputs), accumulate: true);

                for (var n = 0; n < count; n++)
                    Assert.True(some.Row(n).SequenceEqual(wide.Row(first + n)), $"{compute}, {count} rows, row {n}");
            }
            weights.Owner.Dispose();
        }
    }

    private static WeightMatrix RandomWeights(WeightFormat format, int rows, int columns)
    {
        using var values = Random(rows, columns, 3);
        var weights = WeightMatrix.Allocate(rows, columns, format);
        for (var row = 0; row < rows; row++)
            WeightBlocks.Encode(format, values.Row(row), weights.Row(row));
        return weights;
    }

    private static Tensor Random(int rows, int columns, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5);
        return tensor;
    }
}
