using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// Sixteen f16 scales and sixteen minima, 3 vectors of packed 6-bit scales and minima (<see cref="PairedPanel"/>), then 32 vectors of four
/// pairs a row: of each eight, the low halves are one sub-block of 32 values, the high halves the next.
/// </summary>
internal sealed unsafe class Q4_KPanel : PanelFormat
{
    private const int Codes = PairedPanel.Bytes, Groups = 8, SubBlocks = 8;

    public override int Values => 256;

    public override int RowBytes => 144;

    public override int Bytes => Codes + (32 * PanelLanes.Vector);

    public override int Offset => 0;

    public override bool HasMinima => true;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        PairedPanel.Pack(rows, stride, panel);
        PanelLanes.Turn(rows + 16, stride, 32, panel + Codes);
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        PairedPanel.Expand(panel, block);
        for (var i = 0; i < SubBlocks; i++)
        {
            for (var g = 0; g < Groups; g++)
            {
                var pairs = PanelLanes.Load(panel + At(i, g));
                (i % 2 == 0 ? PanelLanes.Low(pairs) : PanelLanes.High(pairs)).Store((uint*)(block->Codes + (((i * Groups) + g) * PanelLanes.Vector)));
            }
        }
    }

    public override void Write(PanelCode code)
    {
        for (var i = 0; i < SubBlocks; i++)
        {
            PairedPanel.WriteUnpack(code, i);
            code.StartFromZero();
            for (var g = 0; g < Groups; g++)
            {
                if (i % 2 == 0)
                    code.LoadLow(PanelCode.Weights, At(i, g));
                else
                    code.LoadHigh(PanelCode.Weights, At(i, g));
                code.Dot(i, g);
            }
            PairedPanel.WriteFold(code, i);
        }
    }

    private static int At(int subBlock, int group) => Codes + (((subBlock / 2 * Groups) + group) * PanelLanes.Vector);
}
