using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>How a number of a key/value page or of an adapter is stored.</summary>
internal unsafe interface IStoredElement
{
    static abstract Vector512<float> Load(byte* values, nint index);

    static abstract void Store(byte* values, nint index, float value);
}

internal readonly unsafe struct F32Element : IStoredElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* values, nint index) => Vector512.Load((float*)values + index);

    public static void Store(byte* values, nint index, float value) => ((float*)values)[index] = value;
}

internal readonly unsafe struct BF16Element : IStoredElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* values, nint index)
    {
        var (low, high) = Vector256.Widen(Vector256.Load((ushort*)values + index));
        return Vector512.ShiftLeft(Vector512.Create(low, high), 16).AsSingle();
    }

    // To the nearest, to even between two; what is not finite keeps its kind.
    public static void Store(byte* values, nint index, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)values)[index] = float.IsFinite(value) ? (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) : (ushort)((bits >> 16) | (float.IsNaN(value) ? 0x40u : 0));
    }
}
