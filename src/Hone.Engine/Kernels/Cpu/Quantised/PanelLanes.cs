using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>What the panel formats have in common.</summary>
internal static unsafe class PanelLanes
{
    public const int Vector = 64;

    /// <summary>Dwords of sixteen rows, turned: dword d of row r becomes lane r of vector d.</summary>
    public static void Turn(byte* rows, nint stride, int dwords, byte* panel)
    {
        for (var r = 0; r < PanelFormat.Rows; r++)
        {
            var source = (uint*)(rows + (r * stride));
            var target = (uint*)panel + r;
            for (var d = 0; d < dwords; d++)
                target[d * PanelFormat.Rows] = source[d];
        }
    }

    /// <summary>One 16-bit word of sixteen rows, side by side.</summary>
    public static void Gather(byte* rows, nint stride, byte* panel)
    {
        for (var r = 0; r < PanelFormat.Rows; r++)
            ((ushort*)panel)[r] = *(ushort*)(rows + (r * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Halves(byte* panel) => F16Row.Widen(Vector256.Load((ushort*)panel));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(byte* panel) => Vector512.Load((uint*)panel);

    public static Vector512<uint> Low(Vector512<uint> pairs) => pairs & Vector512.Create(0x0F0F0F0Fu);

    public static Vector512<uint> High(Vector512<uint> pairs) => (pairs >>> 4) & Vector512.Create(0x0F0F0F0Fu);

    /// <summary>Byte <paramref name="index"/> of every lane, unsigned.</summary>
    public static Vector512<float> Byte(Vector512<uint> lanes, int index)
        => Vector512.ConvertToSingle(((lanes << (24 - (8 * index))) >>> 24).AsInt32());

    public static Vector512<float> SignedByte(Vector512<uint> lanes, int index)
        => Vector512.ConvertToSingle((lanes << (24 - (8 * index))).AsInt32() >> 24);
}
