using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Blocks of 16x16 values of 32 bits turned round in AVX-512 registers, by way of a KiB on the stack.</summary>
internal static unsafe class Transposition
{
    public const int Size = 16;

    /// <summary>Row i, <paramref name="step"/> bytes after the one before, becomes column i; the rows written are <paramref name="stride"/> values apart.</summary>
    [SkipLocalsInit]
    public static void Turn(void* origin, nint step, uint* target, nint stride)
    {
        // Row i becomes lane i of every vector: first inside 128-bit lanes, four rows at a time, then the lanes themselves.
        var source = (byte*)origin;
        var half = stackalloc uint[(Size * Size) + Size];
        half = (uint*)(((nuint)half + 63) & ~(nuint)63);
        for (var group = 0; group < 4; group++, source += 4 * step)
        {
            Vector512<uint> r0 = Vector512.Load((uint*)source), r1 = Vector512.Load((uint*)(source + step));
            Vector512<uint> r2 = Vector512.Load((uint*)(source + (2 * step))), r3 = Vector512.Load((uint*)(source + (3 * step)));
            Vector512<ulong> low01 = Avx512F.UnpackLow(r0, r1).AsUInt64(), high01 = Avx512F.UnpackHigh(r0, r1).AsUInt64();
            Vector512<ulong> low23 = Avx512F.UnpackLow(r2, r3).AsUInt64(), high23 = Avx512F.UnpackHigh(r2, r3).AsUInt64();
            var to = half + (group * Size);
            Avx512F.UnpackLow(low01, low23).AsUInt32().Store(to);
            Avx512F.UnpackHigh(low01, low23).AsUInt32().Store(to + (4 * Size));
            Avx512F.UnpackLow(high01, high23).AsUInt32().Store(to + (8 * Size));
            Avx512F.UnpackHigh(high01, high23).AsUInt32().Store(to + (12 * Size));
        }
        for (var j = 0; j < 4; j++, half += 4 * Size, target += stride)
        {
            Vector512<uint> s0 = Vector512.Load(half), s1 = Vector512.Load(half + 16), s2 = Vector512.Load(half + 32), s3 = Vector512.Load(half + 48);
            Vector512<uint> even01 = Avx512F.Shuffle4x128(s0, s1, 0x88), odd01 = Avx512F.Shuffle4x128(s0, s1, 0xDD);
            Vector512<uint> even23 = Avx512F.Shuffle4x128(s2, s3, 0x88), odd23 = Avx512F.Shuffle4x128(s2, s3, 0xDD);
            Avx512F.Shuffle4x128(even01, even23, 0x88).Store(target);
            Avx512F.Shuffle4x128(odd01, odd23, 0x88).Store(target + (4 * stride));
            Avx512F.Shuffle4x128(even01, even23, 0xDD).Store(target + (8 * stride));
            Avx512F.Shuffle4x128(odd01, odd23, 0xDD).Store(target + (12 * stride));
        }
    }
}
