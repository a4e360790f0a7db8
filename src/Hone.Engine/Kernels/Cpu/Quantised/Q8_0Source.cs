using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// Weights in rows of Q8_0 as the right side of a product: what <see cref="BlockSource"/> gives, to the bit. Training over a frozen base decodes
/// every weight twice a pass, and on the way back one block of a row at a time, where the general way costs three times as much.
/// </summary>
internal sealed unsafe class Q8_0Source(WeightMatrix weight, bool transposed) : WeightSource(transposed)
{
    private const int Values = 32, Bytes = 34, Codes = 2;

    protected override void Decode(int row, int column, int count, float* target)
    {
        var block = weight.Pointer + (row * weight.RowBytes) + (column / Values * Bytes);
        for (; count > 0; count -= Values, block += Bytes, target += Values)
        {
            var scale = Vector512.Create((float)*(Half*)block);
            (BlockLanes.ToSingle(Vector128.Load((sbyte*)block + Codes)) * scale).Store(target);
            (BlockLanes.ToSingle(Vector128.Load((sbyte*)block + Codes + BlockLanes.Lanes)) * scale).Store(target + BlockLanes.Lanes);
        }
    }
}
