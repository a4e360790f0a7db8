using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>Sixteen f16 scales, then 4 vectors of four pairs a row: low halves are values 0 to 15, high halves 16 to 31.</summary>
internal sealed unsafe class Q4_0Panel : PanelFormat
{
    private const int Codes = 32, Pairs = 4;

    public override int Values => 32;

    public override int RowBytes => 18;

    public override int Bytes => Codes + (Pairs * PanelLanes.Vector);

    public override int Offset => 8;

    public override void Pack(byte* rows, nint stride, byte* panel)
    {
        PanelLanes.Gather(rows, stride, panel);
        PanelLanes.Turn(rows + 2, stride, Pairs, panel + Codes);
    }

    public override void Expand(byte* panel, ExpandedBlock* block)
    {
        PanelLanes.Halves(panel).Store(block->Scales);
        for (var g = 0; g < Pairs; g++)
        {
            var pairs = PanelLanes.Load(panel + Codes + (g * PanelLanes.Vector));
            PanelLanes.Low(pairs).Store((uint*)(block->Codes + (g * PanelLanes.Vector)));
            PanelLanes.High(pairs).Store((uint*)(block->Codes + ((Pairs + g) * PanelLanes.Vector)));
        }
    }

    public override void Write(PanelCode code)
    {
        code.Start(0, 0);
        for (var g = 0; g < Pairs; g++)
        {
            code.LoadLow(PanelCode.Weights, Codes + (g * PanelLanes.Vector));
            code.Dot(0, g);
            code.LoadHigh(PanelCode.Weights, Codes + (g * PanelLanes.Vector));
            code.Dot(0, Pairs + g);
        }
        code.LoadHalves(PanelCode.Scale, 0);
        code.Fold(0);
    }
}
