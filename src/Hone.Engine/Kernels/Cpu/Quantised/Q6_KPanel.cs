using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// 32 vectors of low four bits, 16 of high two bits, 4 of int8 scales, sixteen f16 d, and 32 bytes of padding to the next cache line.
/// Places inside a row are those of the format: see <see cref="Tensors.Blocks.Q6_KRow"/>.
/// </summary>
internal sealed unsafe class Q6_KPanel : PanelFormat
{
    private const int High = 32 * PanelLanes.Vector, Factors = High + (16 * PanelLanes.Vector), Unit = Factors + (4 * PanelLanes.Vector);
    private const int SubBlocks = 16, Groups = 4;

    public override int Values => 256;

    public override int RowBytes => 210;

    public override int Bytes => Unit + PanelLanes.Vector;

    public override int ScaleValues => 16;

    public override int Offset => 32;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        PanelLanes.Turn(rows, stride, 52, panel);
        PanelLanes.Gather(rows + 208, stride, panel + Unit);
        Vector256<byte>.Zero.Store(panel + Unit + 32);
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        var unit = PanelLanes.Halves(panel + Unit);
        for (var i = 0; i < SubBlocks; i++)
        {
            (PanelLanes.SignedByte(PanelLanes.Load(panel + Factors + (i / 4 * PanelLanes.Vector)), i % 4) * unit).Store(block->Scales + (i * Rows));
            for (var g = 0; g < Groups; g++)
            {
                var (low, upper, run) = Place(i, g);
                var pairs = PanelLanes.Load(panel + low);
                var two = (PanelLanes.Load(panel + upper) >>> (2 * run)) & Vector512.Create(0x03030303u);
                ((run < 2 ? PanelLanes.Low(pairs) : PanelLanes.High(pairs)) | (two << 4)).Store((uint*)(block->Codes + (((i * Groups) + g) * PanelLanes.Vector)));
            }
        }
    }

    public override void Write(PanelCode code)
    {
        for (var i = 0; i < SubBlocks; i++)
        {
            code.Start(i / 2, i % 2);
            for (var g = 0; g < Groups; g++)
            {
                var (low, upper, run) = Place(i, g);
                if (run < 2)
                    code.LoadLow(PanelCode.Weights, low);
                else
                    code.LoadHigh(PanelCode.Weights, low);
                code.OrBits(PanelCode.Weights, upper, from: 2 * run, to: 4, mask: 0x30303030);
                code.Dot(i / 2, (i % 2 * Groups) + g);
            }
            code.Load(PanelCode.Scales, Factors + (i / 4 * PanelLanes.Vector));
            code.SignedByte(PanelCode.Scale, PanelCode.Scales, i % 4);
            code.LoadHalves(PanelCode.Scratch, Unit);
            code.Multiply(PanelCode.Scale, PanelCode.Scratch);
            code.Fold(i / 2);
        }
    }

    // Where the four values of a group lie, and which of the four runs of its half they are in.
    private static (int Low, int High, int Run) Place(int subBlock, int group)
    {
        var (half, run, g) = (subBlock / 8, subBlock % 8 / 2, (subBlock % 2 * Groups) + group);
        return (((half * 16) + (run % 2 * 8) + g) * PanelLanes.Vector, High + (((half * 8) + g) * PanelLanes.Vector), run);
    }
}
