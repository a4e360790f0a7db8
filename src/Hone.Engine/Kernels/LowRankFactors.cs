using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels;

/// <summary>The two factors of a low-rank branch that is not being trained, turned round and padded with zeros to whole vectors: the copy a device reads fastest.</summary>
internal sealed class LowRankFactors : IDisposable
{
    /// <summary>Values of a vector.</summary>
    public const int Grain = 16;

    /// <summary>Beyond this the plain products are as fast, and their sums are cut.</summary>
    public const int HighestRank = 256;

    public LowRankFactors(Tensor a_RI, Tensor b_OR, float scale)
    {
        (Rank, Outputs, Scale) = (a_RI.Rows, b_OR.Rows, scale);
        A_IR = Turned(a_RI);
        B_RO = Turned(b_OR);
    }

    public Tensor A_IR { get; }

    public Tensor B_RO { get; }

    public int Rank { get; }

    public int Outputs { get; }

    public float Scale { get; }

    public void Dispose()
    {
        A_IR.Dispose();
        B_RO.Dispose();
    }

    private static Tensor Turned(Tensor source)
    {
        var turned = new Tensor(source.Columns, (source.Rows + Grain - 1) / Grain * Grain);
        for (var row = 0; row < source.Rows; row++)
        {
            var values = source.Row(row);
            for (var column = 0; column < values.Length; column++)
                turned.Row(column)[row] = values[column];
        }
        return turned;
    }
}

/// <summary>Rows of a batch that go through a branch, and where its outputs begin in the rows of y.</summary>
internal readonly record struct LowRankRows(LowRankFactors Factors, int FirstRow, int Rows, int FirstColumn);
