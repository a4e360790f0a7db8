using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>Sixteen f16 scales, then 8 vectors of four codes a row, made unsigned by adding 128.</summary>
internal sealed unsafe class Q8_0Panel : PanelFormat
{
    private const int Codes = 32, Groups = 8;

    public override int Values => 32;

    public override int RowBytes => 34;

    public override int Bytes => Codes + (Groups * PanelLanes.Vector);

    public override int Offset => 128;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        PanelLanes.Gather(rows, stride, panel);
        PanelLanes.Turn(rows + 2, stride, Groups, panel + Codes);
        for (var g = 0; g < Groups; g++)
        {
            var codes = panel + Codes + (g * PanelLanes.Vector);
            (PanelLanes.Load(codes) ^ Vector512.Create(0x80808080u)).Store((uint*)codes);
        }
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        PanelLanes.Halves(panel).Store(block->Scales);
        Buffer.MemoryCopy(panel + Codes, block->Codes, Groups * PanelLanes.Vector, Groups * PanelLanes.Vector);
    }

    public override void Write(PanelCode code)
    {
        code.Start(0, 0);
        for (var g = 0; g < Groups; g++)
        {
            code.Load(PanelCode.Weights, Codes + (g * PanelLanes.Vector));
            code.Dot(0, g);
        }
        code.LoadHalves(PanelCode.Scale, 0);
        code.Fold(0);
    }
}
