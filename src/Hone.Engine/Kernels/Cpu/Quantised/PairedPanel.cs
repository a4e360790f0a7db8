using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// The head of a Q4_K or Q5_K panel block: sixteen d, sixteen dmin, then the rows' 12 bytes of scales and minima as 3 vectors of four bytes
/// a row. Four sub-blocks come out of them at once: 0 to 3 are the low six bits of vectors 0 and 1; 4 to 7 join four bits of vector 2 with
/// the high two of vectors 0 and 1.
/// </summary>
internal static unsafe class PairedPanel
{
    public const int Bytes = 64 + (3 * PanelLanes.Vector);
    private const int Minimum = 32, Packed = 64;
    private const uint SixBits = 0x3F3F3F3F, FourBits = 0x0F0F0F0F, HighBits = 0x30303030;

    public static void Pack(byte* rows, nint stride, byte* panel)
    {
        PanelLanes.Gather(rows, stride, panel);
        PanelLanes.Gather(rows + 2, stride, panel + Minimum);
        PanelLanes.Turn(rows + 4, stride, 3, panel + Packed);
    }

    public static void Expand(byte* panel, ExpandedBlock* block)
    {
        Vector512<float> unit = PanelLanes.Halves(panel), minimumUnit = PanelLanes.Halves(panel + Minimum);
        Vector512<uint> first = PanelLanes.Load(panel + Packed), second = PanelLanes.Load(panel + Packed + 64), third = PanelLanes.Load(panel + Packed + 128);
        for (var i = 0; i < 8; i++)
        {
            var scales = i < 4 ? first & Vector512.Create(SixBits) : (third & Vector512.Create(FourBits)) | ((first >>> 2) & Vector512.Create(HighBits));
            var minima = i < 4 ? second & Vector512.Create(SixBits) : ((third >>> 4) & Vector512.Create(FourBits)) | ((second >>> 2) & Vector512.Create(HighBits));
            (PanelLanes.Byte(scales, i % 4) * unit).Store(block->Scales + (i * PanelFormat.Rows));
            (PanelLanes.Byte(minima, i % 4) * minimumUnit).Store(block->Minima + (i * PanelFormat.Rows));
        }
    }

    /// <summary>Before sub-block 0: d and dmin; before 0 and 4: scales and minima of the next four.</summary>
    public static void WriteUnpack(PanelCode code, int subBlock)
    {
        if (subBlock == 0)
        {
            code.LoadHalves(PanelCode.Unit, 0);
            code.LoadHalves(PanelCode.MinimumUnit, Minimum);
            code.LoadMasked(PanelCode.Scales, Packed, 0, SixBits);
            code.LoadMasked(PanelCode.Minima, Packed + 64, 0, SixBits);
        }
        else if (subBlock == 4)
        {
            code.LoadMasked(PanelCode.Scales, Packed + 128, 0, FourBits);
            code.OrBits(PanelCode.Scales, Packed, from: 6, to: 4, HighBits);
            code.LoadMasked(PanelCode.Minima, Packed + 128, 4, FourBits);
            code.OrBits(PanelCode.Minima, Packed + 64, from: 6, to: 4, HighBits);
        }
    }

    public static void WriteFold(PanelCode code, int subBlock)
    {
        code.Byte(PanelCode.Scale, PanelCode.Scales, subBlock % 4);
        code.Multiply(PanelCode.Scale, PanelCode.Unit);
        code.Fold(subBlock);
        code.Byte(PanelCode.Scale, PanelCode.Minima, subBlock % 4);
        code.Multiply(PanelCode.Scale, PanelCode.MinimumUnit);
        code.SubtractMinimum(subBlock);
    }
}
