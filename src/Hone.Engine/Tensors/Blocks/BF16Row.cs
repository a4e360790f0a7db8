using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hone.Engine.Checkpoints;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>The upper half of an f32, rounded to nearest and ties to even.</summary>
internal static class BF16Row
{
    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(row);
        var i = 0;
        for (; i <= values.Length - BlockLanes.Lanes; i += BlockLanes.Lanes)
            Widen(Vector256.Create(halves[i..])).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
    }

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(row);
        for (var i = 0; i < values.Length; i++)
            halves[i] = Rounding.ToBFloat16(values[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> halves)
        => (Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves)) << 16).AsSingle();
}
