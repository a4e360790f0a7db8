using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>Parts of single rows of a weight matrix as f32, however they lie: what <see cref="WeightBlocks.Decode"/> says, to the bit.</summary>
internal static unsafe class StoredRow
{
    /// <param name="column">A multiple of 32, as is the number of values where the format has blocks.</param>
    public static void Read(WeightMatrix weights, int row, int column, Span<float> values)
    {
        if (!weights.IsPanelled)
        {
            WeightBlocks.DecodePart(weights.Format, weights.Row(row), column, values);
            return;
        }
        var format = PanelFormat.Of(weights.Format) ?? throw new InvalidOperationException($"{weights.Format} has no panels");
        var panel = weights.Pointer + (row / PanelFormat.Rows * format.PanelBytes(weights.Columns));
        var block = default(ExpandedBlock);
        for (var i = 0; i < values.Length; i++)
        {
            var place = (column + i) % format.Values;
            if (i == 0 || place == 0)
                format.Expand(panel + ((column + i) / format.Values * format.Bytes), &block);
            values[i] = Value(format, &block, place, row % PanelFormat.Rows);
        }
    }

    private static float Value(PanelFormat format, ExpandedBlock* block, int i, int lane)
    {
        var code = block->Codes[(((i / 4 * PanelFormat.Rows) + lane) * 4) + (i % 4)] - format.Offset;
        var value = code * block->Scales[(i / format.ScaleValues * PanelFormat.Rows) + lane];
        return format.HasMinima ? value - block->Minima[(i / 32 * PanelFormat.Rows) + lane] : value;
    }
}

/// <summary>Weights in any format as the right side of a product.</summary>
internal sealed unsafe class BlockSource(WeightMatrix weight, bool transposed) : WeightSource(transposed)
{
    protected override void Decode(int row, int column, int count, float* target) => StoredRow.Read(weight, row, column, new Span<float>(target, count));
}
