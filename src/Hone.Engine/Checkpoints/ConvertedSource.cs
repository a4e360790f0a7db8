using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Checkpoints;

/// <summary>
/// A source whose matrices are converted to one format as they are asked for, each stack to one matrix. A width that cannot be cut into the
/// format's blocks takes Q8_0 where that fits, else bf16.
/// </summary>
internal sealed class ConvertedSource(IWeightSource source, WeightFormat wanted) : IWeightSource
{
    public IReadOnlyList<WeightMatrix> Stack(int columns, params ReadOnlySpan<MatrixPart> parts)
    {
        var stored = source.Stack(columns, parts);
        var format = FormatFor(wanted, columns);
        if (stored.All(part => part.Format == format))
            return stored;
        var converted = WeightMatrix.Allocate(stored.Sum(part => part.Rows), columns, format);
        var row = 0;
        foreach (var part in stored)
        {
            Convert(part, converted.RowRange(row, part.Rows));
            row += part.Rows;
        }
        return [converted];
    }

    public Tensor Vector(string name, int length, VectorKind kind) => source.Vector(name, length, kind);

    /// <summary>What rows of so many columns are held in where a format is wanted.</summary>
    public static WeightFormat FormatFor(WeightFormat wanted, int columns)
        => wanted.Fits(columns) ? wanted : WeightFormat.Q8_0.Fits(columns) && wanted.BlockValues() > 1 ? WeightFormat.Q8_0 : WeightFormat.BF16;

    private static void Convert(WeightMatrix from, WeightMatrix to)
        => Parallel.For(0, from.Rows, () => new float[from.Columns], (row, _, values) =>
        {
            WeightBlocks.Decode(from.Format, from.Row(row), values);
            WeightBlocks.Encode(to.Format, values, to.Row(row));
            return values;
        }, static _ => { });
}
