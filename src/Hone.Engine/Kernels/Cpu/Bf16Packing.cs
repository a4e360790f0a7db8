using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// Rounds f32 operands to bf16, to nearest and ties to even, and lays them out in pairs as the dot-product instructions read them.
/// The two of a pair are k and k+16 of a run of 32, not neighbours: both operands agree, so the sum is the same, and a pair is made of
/// two vectors without moving any lane. A unit is 16 lines (rows of A, columns of B) by 32 of k: 16x16 pairs, turned round where the
/// operand lies the other way.
/// </summary>
internal static unsafe class Bf16Packing
{
    public const int Lines = 16;
    public const int Run = 32;

    public static int Padded(int k) => (k + Run - 1) / Run * Run;

    /// <summary>target[line][pair], lines <paramref name="stride"/> pairs apart, rounded up to 16 lines; for rows of A.</summary>
    public static void ByLine(int lines, int k, Operand a, uint* target, nint stride)
        => Pack(lines, k, a, target, Lines * stride, Lines, stride, false);

    /// <summary>target[pair][32] for up to 32 columns of B, zero-filled to the right.</summary>
    public static void ByPair(int lines, int k, Operand b, uint* target)
    {
        Pack(lines, k, b.Transposed(), target, Lines, Lines * GemmTile.Width, GemmTile.Width, true);
        if (lines > Lines)
            return;
        for (var pair = 0; pair < Padded(k) / 2; pair++)
            Vector512<uint>.Zero.Store(target + (pair * GemmTile.Width) + Lines);
    }

    private static void Pack(int lines, int k, Operand source, uint* target, nint lineStep, nint runStep, nint stride, bool byPair)
    {
        var edge = stackalloc float[Lines * Run];
        for (var p = 0; p < k; p += Run)
        {
            for (var line = 0; line < lines; line += Lines)
            {
                var from = new Operand(source.Pointer + (line * source.RowStride) + (p * source.ColumnStride), source.RowStride, source.ColumnStride);
                var whole = lines - line >= Lines && k - p >= Run && (from.RowStride == 1 || from.ColumnStride == 1);
                if (!whole)
                    from = Edge(Math.Min(Lines, lines - line), Math.Min(Run, k - p), from, edge);
                PackUnit(from, target + (line / Lines * lineStep) + (p / Run * runStep), stride, byPair);
            }
        }
    }

    private static Operand Edge(int lines, int k, Operand source, float* edge)
    {
        new Span<float>(edge, Lines * Run).Clear();
        for (var line = 0; line < lines; line++)
        {
            for (var p = 0; p < k; p++)
                edge[(line * Run) + p] = source.Pointer[(line * source.RowStride) + (p * source.ColumnStride)];
        }
        return new Operand(edge, Run, 1);
    }

    private static void PackUnit(Operand source, uint* target, nint stride, bool byPair)
    {
        if (source.ColumnStride != 1)
        {
            if (byPair)
                Straight(source.Pointer, source.ColumnStride, Lines * source.ColumnStride, target, stride);
            else
                Turned(source.Pointer, source.ColumnStride, Lines * source.ColumnStride, target, stride);
        }
        else if (byPair)
        {
            Turned(source.Pointer, source.RowStride, Lines, target, stride);
        }
        else
        {
            Straight(source.Pointer, source.RowStride, Lines, target, stride);
        }
    }

    private static void Straight(float* source, nint step, nint gap, uint* target, nint stride)
    {
        for (var i = 0; i < Lines; i++, source += step, target += stride)
            Pair(source, source + gap).Store(target);
    }

    // Vector i becomes lane i of every vector: first inside 128-bit lanes, four vectors at a time, then the lanes themselves.
    private static void Turned(float* source, nint step, nint gap, uint* target, nint stride)
    {
        var half = stackalloc uint[Lines * Lines + 16];
        half = (uint*)(((nuint)half + 63) & ~(nuint)63);
        for (var group = 0; group < 4; group++, source += 4 * step)
        {
            Vector512<uint> r0 = Pair(source, source + gap), r1 = Pair(source + step, source + step + gap);
            Vector512<uint> r2 = Pair(source + (2 * step), source + (2 * step) + gap), r3 = Pair(source + (3 * step), source + (3 * step) + gap);
            Vector512<ulong> low01 = Avx512F.UnpackLow(r0, r1).AsUInt64(), high01 = Avx512F.UnpackHigh(r0, r1).AsUInt64();
            Vector512<ulong> low23 = Avx512F.UnpackLow(r2, r3).AsUInt64(), high23 = Avx512F.UnpackHigh(r2, r3).AsUInt64();
            var to = half + (group * Lines);
            Avx512F.UnpackLow(low01, low23).AsUInt32().Store(to);
            Avx512F.UnpackHigh(low01, low23).AsUInt32().Store(to + (4 * Lines));
            Avx512F.UnpackLow(high01, high23).AsUInt32().Store(to + (8 * Lines));
            Avx512F.UnpackHigh(high01, high23).AsUInt32().Store(to + (12 * Lines));
        }
        for (var j = 0; j < 4; j++, half += 4 * Lines, target += stride)
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

    /// <summary>The bf16 of <paramref name="low"/> in the low halves, of <paramref name="high"/> in the high halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pair(float* low, float* high)
        => (Rounded(Vector512.Load(low)) >>> 16) | (Rounded(Vector512.Load(high)) & Vector512.Create(0xFFFF0000u));

    // Half a unit of the last kept place, a little less where that place is even. A NaN keeps its sign and gets the quiet bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<float> value)
    {
        var bits = value.AsUInt32();
        var rounded = bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, bits | Vector512.Create(0x400000u));
    }
}
