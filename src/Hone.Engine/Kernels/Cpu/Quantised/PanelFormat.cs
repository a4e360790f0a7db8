using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// How one block format is multiplied: sixteen rows of weights interleaved to a panel, one row a lane of a 512-bit register, so that sums
/// need no adding across lanes and four values of x, broadcast, meet 64 weights in one instruction. A panel is the rows' own bytes in another
/// order, block after block. The weight of a code q (unsigned) is (q - <see cref="Offset"/>) * scale - minimum.
/// One file a format: layout, the plain expansion that defines it, and the assembled loop.
/// </summary>
internal abstract unsafe class PanelFormat
{
    /// <summary>Rows in a panel.</summary>
    public const int Rows = WeightMatrix.PanelRows;

    private static readonly Dictionary<WeightFormat, PanelFormat> All = new()
    {
        [WeightFormat.Q8_0] = new Q8_0Panel(),
        [WeightFormat.Q4_0] = new Q4_0Panel(),
        [WeightFormat.Q4_K] = new Q4_KPanel(),
        [WeightFormat.Q5_K] = new Q5_KPanel(),
        [WeightFormat.Q6_K] = new Q6_KPanel(),
        [WeightFormat.MXFP4] = new MXFP4Panel(),
    };

    /// <summary>Values of a row in one block.</summary>
    public abstract int Values { get; }

    /// <summary>Bytes of one row's block.</summary>
    public abstract int RowBytes { get; }

    /// <summary>Bytes of sixteen rows' blocks in a panel.</summary>
    public abstract int Bytes { get; }

    /// <summary>Values that share a scale: 16 or 32.</summary>
    public virtual int ScaleValues => 32;

    public abstract int Offset { get; }

    public virtual bool HasMinima => false;

    public static PanelFormat? Of(WeightFormat format) => All.GetValueOrDefault(format);

    public long PanelBytes(int columns) => (long)columns / Values * Bytes;

    /// <summary>Interleaves one block of sixteen rows, <paramref name="stride"/> bytes apart.</summary>
    public abstract void Pack(byte* rows, nint stride, byte* panel);

    /// <summary>Takes one block of a panel apart into codes and factors.</summary>
    public abstract void Expand(byte* panel, ExpandedBlock* block);

    /// <summary>Writes the code for one block.</summary>
    public abstract void Write(PanelCode code);
}

/// <summary>One block of a panel, at most 256 values a row. Lanes are rows; a code's place is [value / 4][row][value % 4].</summary>
internal unsafe struct ExpandedBlock
{
    public fixed byte Codes[256 * PanelFormat.Rows];
    public fixed float Scales[256 / 16 * PanelFormat.Rows];
    public fixed float Minima[256 / 32 * PanelFormat.Rows];
}
