using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// Rows of q and k, head by head, between the order of halves (row i turns with row i + size / 2) and that of pairs (row 2i with row 2i + 1).
/// A row moves whole, whatever its format.
/// </summary>
internal static class RotaryRows
{
    /// <summary>Where the row of the order of halves stands in the order of pairs.</summary>
    public static int ToPaired(int row, int headSize)
    {
        var (head, i) = (row / headSize * headSize, row % headSize);
        return head + (i % (headSize / 2) * 2) + (i / (headSize / 2));
    }

    /// <summary>Where the row of the order of pairs stands in the order of halves.</summary>
    public static int ToHalves(int row, int headSize)
    {
        var (head, i) = (row / headSize * headSize, row % headSize);
        return head + (i / 2) + (i % 2 * (headSize / 2));
    }

    public static WeightMatrix FromPaired(WeightMatrix paired, int headSize)
    {
        var halves = WeightMatrix.Allocate(paired.Rows, paired.Columns, paired.Format);
        for (var row = 0; row < paired.Rows; row++)
            paired.Row(row).CopyTo(halves.Row(ToHalves(row, headSize)));
        return halves;
    }

    public static void FromPaired(Span<float> vector, int headSize)
    {
        var paired = vector.ToArray();
        for (var i = 0; i < paired.Length; i++)
            vector[ToHalves(i, headSize)] = paired[i];
    }
}
