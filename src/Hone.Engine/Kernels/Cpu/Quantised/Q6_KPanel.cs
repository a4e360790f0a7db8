using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// Sixteen f16 d and 32 bytes of padding to the next cache line, 4 vectors of int8 scales, then of each half of the block: 8 times a vector of low
/// four bits (runs 0 and 2) and a vector of high two bits (all runs), then 8 of low four bits (runs 1 and 3). In the order in which memory is first
/// touched, so that the processor fetches ahead. Places inside a row are those of the format: see <see cref="Tensors.Blocks.Q6_KRow"/>.
/// </summary>
internal sealed unsafe class Q6_KPanel : PanelFormat
{
    private const int Factors = PanelLanes.Vector, Codes = Factors + (4 * PanelLanes.Vector), Half = 24 * PanelLanes.Vector;
    private const int SubBlocks = 16, Groups = 4;

    public override int Values => 256;

    public override int RowBytes => 210;

    public override int Bytes => Codes + (2 * Half);

    public override int ScaleValues => 16;

    public override int Offset => 32;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        const int High = 128, Scales = 192, Unit = 208;
        PanelLanes.Gather(rows + Unit, stride, panel);
        Vector256<byte>.Zero.Store(panel + 32);
        PanelLanes.Turn(rows + Scales, stride, 4, panel + Factors);
        for (var half = 0; half < 2; half++)
        {
            var target = panel + Codes + (half * Half);
            PanelLanes.Turn(rows + (64 * half), stride, 8, target, 2);
            PanelLanes.Turn(rows + High + (32 * half), stride, 8, target + PanelLanes.Vector, 2);
            PanelLanes.Turn(rows + (64 * half) + 32, stride, 8, target + (16 * PanelLanes.Vector));
        }
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        var unit = PanelLanes.Halves(panel);
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
        code.LoadHalves(PanelCode.Unit, 0);
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
            if (i % 4 == 0)
                code.Load(PanelCode.Scales, Factors + (i / 4 * PanelLanes.Vector));
            code.SignedByte(PanelCode.Scale, PanelCode.Scales, i % 4);
            code.Multiply(PanelCode.Scale, PanelCode.Unit);
            code.Fold(i / 2);
        }
    }

    // Where the four values of a group lie, and which of the four runs of its half they are in.
    private static (int Low, int High, int Run) Place(int subBlock, int group)
    {
        var (half, run, g) = (Codes + (subBlock / 8 * Half), subBlock % 8 / 2, (subBlock % 2 * Groups) + group);
        return (half + ((run % 2 == 0 ? 2 * g : 16 + g) * PanelLanes.Vector), half + (((2 * g) + 1) * PanelLanes.Vector), run);
    }
}
