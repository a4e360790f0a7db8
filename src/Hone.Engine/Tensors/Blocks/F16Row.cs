using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>IEEE half precision, rounded to nearest and ties to even; too large is infinite.</summary>
internal static class F16Row
{
    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(row);
        var i = 0;
        for (; i <= values.Length - BlockLanes.Lanes; i += BlockLanes.Lanes)
            Widen(Vector256.Create(halves[i..])).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = (float)BitConverter.UInt16BitsToHalf(halves[i]);
    }

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(row);
        for (var i = 0; i < values.Length; i++)
            halves[i] = (Half)values[i];
    }

    /// <summary>
    /// Exact: exponent and fraction moved into place are the value times 2^-112, subnormals included. An exponent of all ones stays so; a NaN
    /// keeps its payload and is made quiet, as the processor's own conversion does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> halves)
    {
        var bits = Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        var magnitude = (bits & Vector512.Create(0x7FFFu)) << 13;
        var scaled = (magnitude.AsSingle() * Vector512.Create(5.192296858534828e33f)).AsUInt32(); // 2^112
        var endless = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(0x7C00u << 13));
        var quiet = Vector512.GreaterThan(magnitude, Vector512.Create(0x7C00u << 13)) & Vector512.Create(0x400000u);
        var value = Vector512.ConditionalSelect(endless, magnitude | Vector512.Create(0x7F800000u) | quiet, scaled);
        return (value | ((bits & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }
}
