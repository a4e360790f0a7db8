using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// Sixteen scales, then 4 vectors of four pairs a row as Q4_0. A scale is the upper half of an f32: a power of two fits whole, subnormal ones too.
/// A code is looked up as twice its value plus 12.
/// </summary>
internal sealed unsafe class MXFP4Panel : PanelFormat
{
    private const int Codes = 32, Pairs = 4;

    private static readonly Vector128<byte> Table = (MXFP4Row.Doubled + Vector128.Create((sbyte)12)).AsByte();

    public override int Values => 32;

    public override int RowBytes => 17;

    public override int Bytes => Codes + (Pairs * PanelLanes.Vector);

    public override int Offset => 12;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        for (var r = 0; r < Rows; r++)
            ((ushort*)panel)[r] = (ushort)(BitConverter.SingleToUInt32Bits(MXFP4Row.HalfScale(rows[r * stride])) >> 16);
        PanelLanes.Turn(rows + 1, stride, Pairs, panel + Codes);
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        BF16Row.Widen(Vector256.Load((ushort*)panel)).Store(block->Scales);
        for (var g = 0; g < Pairs; g++)
        {
            var pairs = PanelLanes.Load(panel + Codes + (g * PanelLanes.Vector));
            LookUp(PanelLanes.Low(pairs), block->Codes + (g * PanelLanes.Vector));
            LookUp(PanelLanes.High(pairs), block->Codes + ((Pairs + g) * PanelLanes.Vector));
        }
    }

    private static void LookUp(Vector512<uint> codes, byte* target)
    {
        codes.AsByte().Store(target);
        for (var part = 0; part < PanelLanes.Vector; part += 16)
            Vector128.Shuffle(Table, Vector128.Load(target + part)).Store(target + part);
    }

    public override void Write(PanelCode code)
    {
        code.Start(0, 0);
        for (var g = 0; g < Pairs; g++)
        {
            code.LoadLow(PanelCode.Weights, Codes + (g * PanelLanes.Vector));
            code.LookUp(PanelCode.Weights, Table);
            code.Dot(0, g);
            code.LoadHigh(PanelCode.Weights, Codes + (g * PanelLanes.Vector));
            code.LookUp(PanelCode.Weights, Table);
            code.Dot(0, Pairs + g);
        }
        code.LoadBrainHalves(PanelCode.Scale, 0);
        code.Fold(0);
    }
}
