using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>What the panel formats have in common.</summary>
internal static unsafe class PanelLanes
{
    public const int Vector = 64;

    /// <summary>Dwords of sixteen rows, turned: dword d of row r becomes lane r of vector d, the vectors <paramref name="step"/> apart.</summary>
    public static void Turn(byte* rows, nint stride, int dwords, byte* panel, int step = 1)
    {
        var whole = Sse2.IsSupported ? dwords / 4 * 4 : 0;
        var next = step * PanelFormat.Rows;
        for (var r = 0; r < PanelFormat.Rows; r += 4)
        {
            var source = rows + (r * stride);
            var target = (uint*)panel + r;
            for (var d = 0; d < whole; d += 4)
                TurnFour((uint*)source + d, stride, target + (d * next), next);
            for (var d = whole; d < dwords; d++)
            {
                for (var i = 0; i < 4; i++)
                    target[(d * next) + i] = ((uint*)(source + (i * stride)))[d];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour(uint* source, nint stride, uint* target, int next)
    {
        Vector128<uint> r0 = Vector128.Load(source), r1 = Vector128.Load((uint*)((byte*)source + stride));
        Vector128<uint> r2 = Vector128.Load((uint*)((byte*)source + (2 * stride))), r3 = Vector128.Load((uint*)((byte*)source + (3 * stride)));
        Vector128<ulong> low01 = Sse2.UnpackLow(r0, r1).AsUInt64(), low23 = Sse2.UnpackLow(r2, r3).AsUInt64();
        Vector128<ulong> high01 = Sse2.UnpackHigh(r0, r1).AsUInt64(), high23 = Sse2.UnpackHigh(r2, r3).AsUInt64();
        Sse2.UnpackLow(low01, low23).AsUInt32().Store(target);
        Sse2.UnpackHigh(low01, low23).AsUInt32().Store(target + next);
        Sse2.UnpackLow(high01, high23).AsUInt32().Store(target + (2 * next));
        Sse2.UnpackHigh(high01, high23).AsUInt32().Store(target + (3 * next));
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
