using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// As Q4_K, but each of the first 8 vectors of pairs is followed by one of fifth bits, all of which the first sub-blocks touch: bit i of a byte
/// belongs to sub-block i.
/// </summary>
internal sealed unsafe class Q5_KPanel : PanelFormat
{
    private const int Codes = PairedPanel.Bytes, Groups = 8, SubBlocks = 8;

    public override int Values => 256;

    public override int RowBytes => 176;

    public override int Bytes => Codes + (40 * PanelLanes.Vector);

    public override int Offset => 0;

    public override bool HasMinima => true;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        PairedPanel.Pack(rows, stride, panel);
        PanelLanes.Turn(rows + 48, stride, 8, panel + At(0, 0), 2);
        PanelLanes.Turn(rows + 16, stride, 8, panel + Fifths(0), 2);
        PanelLanes.Turn(rows + 48 + 32, stride, 24, panel + At(2, 0));
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        PairedPanel.Expand(panel, block);
        for (var i = 0; i < SubBlocks; i++)
        {
            for (var g = 0; g < Groups; g++)
            {
                var pairs = PanelLanes.Load(panel + At(i, g));
                var fifth = (PanelLanes.Load(panel + Fifths(g)) >>> i) & Vector512.Create(0x01010101u);
                ((i % 2 == 0 ? PanelLanes.Low(pairs) : PanelLanes.High(pairs)) | (fifth << 4)).Store((uint*)(block->Codes + (((i * Groups) + g) * PanelLanes.Vector)));
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
                code.OrBits(PanelCode.Weights, Fifths(g), from: i, to: 4, mask: 0x10101010);
                code.Dot(i, g);
            }
            PairedPanel.WriteFold(code, i);
        }
    }

    private static int At(int subBlock, int group) => Codes + ((subBlock < 2 ? 2 * group : ((subBlock / 2 + 1) * Groups) + group) * PanelLanes.Vector);

    private static int Fifths(int group) => Codes + (((2 * group) + 1) * PanelLanes.Vector);
}
