using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hone.Engine.Checkpoints;

/// <summary>f16 and bf16 to f32, exactly. Sources may lie at any byte.</summary>
internal static unsafe class Widening
{
    public static void FromBFloat16(byte* source, Span<float> target)
    {
        var bits = MemoryMarshal.Cast<float, uint>(target);
        var done = 0;
        for (; done <= target.Length - Vector<ushort>.Count; done += Vector<ushort>.Count)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(source + (2L * done)), out var low, out var high);
            Vector.ShiftLeft(low, 16).CopyTo(bits[done..]);
            Vector.ShiftLeft(high, 16).CopyTo(bits[(done + Vector<uint>.Count)..]);
        }
        for (; done < target.Length; done++)
            bits[done] = (uint)Unsafe.ReadUnaligned<ushort>(source + (2L * done)) << 16;
    }

    public static void FromFloat16(byte* source, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = (float)BitConverter.UInt16BitsToHalf(Unsafe.ReadUnaligned<ushort>(source + (2L * i)));
    }
}
