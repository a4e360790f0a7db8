using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// The f32 tile for machines without AVX-512: 6x16 fills 12 of the 16 registers of AVX2 with sums, 4x16 16 of the 32 of NEON. The panel of 32 columns is
/// walked as two halves.
/// </summary>
internal static unsafe class NarrowTile
{
    public static void Multiply(int bits, int rows, nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        if (bits < 256)
        {
            Multiply128(rows, k, a, rs, cs, b, c, ldc, accumulate);
            return;
        }
        for (; rows >= 6; rows -= 6, a += 6 * rs, c += 6 * ldc)
        {
            Tile6(k, a, rs, cs, b, c, ldc, accumulate);
            Tile6(k, a, rs, cs, b + 16, c + 16, ldc, accumulate);
        }
        for (; rows > 0; rows--, a += rs, c += ldc)
        {
            Tile1(k, a, cs, b, c, accumulate);
            Tile1(k, a, cs, b + 16, c + 16, accumulate);
        }
    }

    private static void Tile6(nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        var a3 = a + (3 * rs);
        for (nint p = 0; p < k; p++)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            var v = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(v, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(v, b1, c01);
            v = Vector256.Create(a[rs]);
            c10 = Vector256.FusedMultiplyAdd(v, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(v, b1, c11);
            v = Vector256.Create(a[2 * rs]);
            c20 = Vector256.FusedMultiplyAdd(v, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(v, b1, c21);
            v = Vector256.Create(a3[0]);
            c30 = Vector256.FusedMultiplyAdd(v, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(v, b1, c31);
            v = Vector256.Create(a3[rs]);
            c40 = Vector256.FusedMultiplyAdd(v, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(v, b1, c41);
            v = Vector256.Create(a3[2 * rs]);
            c50 = Vector256.FusedMultiplyAdd(v, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(v, b1, c51);
            a += cs;
            a3 += cs;
            b += GemmTile.Width;
        }
        Put(c, c00, c01, accumulate);
        Put(c + ldc, c10, c11, accumulate);
        Put(c + (2 * ldc), c20, c21, accumulate);
        Put(c + (3 * ldc), c30, c31, accumulate);
        Put(c + (4 * ldc), c40, c41, accumulate);
        Put(c + (5 * ldc), c50, c51, accumulate);
    }

    private static void Tile1(nint k, float* a, nint cs, float* b, float* c, bool accumulate)
    {
        Vector256<float> c0 = default, c1 = default;
        for (nint p = 0; p < k; p++, a += cs, b += GemmTile.Width)
        {
            var v = Vector256.Create(a[0]);
            c0 = Vector256.FusedMultiplyAdd(v, Vector256.Load(b), c0);
            c1 = Vector256.FusedMultiplyAdd(v, Vector256.Load(b + 8), c1);
        }
        Put(c, c0, c1, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector256<float> left, Vector256<float> right, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector256.Load(c);
            right += Vector256.Load(c + 8);
        }
        left.Store(c);
        right.Store(c + 8);
    }

    private static void Multiply128(int rows, nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        for (; rows >= 4; rows -= 4, a += 4 * rs, c += 4 * ldc)
        {
            for (var half = 0; half < GemmTile.Width; half += 16)
                Tile4(k, a, rs, cs, b + half, c + half, ldc, accumulate);
        }
        for (; rows > 0; rows--, a += rs, c += ldc)
        {
            for (var part = 0; part < GemmTile.Width; part += 8)
                Tile1Of8(k, a, cs, b + part, c + part, accumulate);
        }
    }

    private static void Tile4(nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector128<float> c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        Vector128<float> c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        for (nint p = 0; p < k; p++, a += cs, b += GemmTile.Width)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + 4), b2 = Vector128.Load(b + 8), b3 = Vector128.Load(b + 12);
            var v = Vector128.Create(a[0]);
            c00 = Vector128.FusedMultiplyAdd(v, b0, c00);
            c01 = Vector128.FusedMultiplyAdd(v, b1, c01);
            c02 = Vector128.FusedMultiplyAdd(v, b2, c02);
            c03 = Vector128.FusedMultiplyAdd(v, b3, c03);
            v = Vector128.Create(a[rs]);
            c10 = Vector128.FusedMultiplyAdd(v, b0, c10);
            c11 = Vector128.FusedMultiplyAdd(v, b1, c11);
            c12 = Vector128.FusedMultiplyAdd(v, b2, c12);
            c13 = Vector128.FusedMultiplyAdd(v, b3, c13);
            v = Vector128.Create(a[2 * rs]);
            c20 = Vector128.FusedMultiplyAdd(v, b0, c20);
            c21 = Vector128.FusedMultiplyAdd(v, b1, c21);
            c22 = Vector128.FusedMultiplyAdd(v, b2, c22);
            c23 = Vector128.FusedMultiplyAdd(v, b3, c23);
            v = Vector128.Create(a[3 * rs]);
            c30 = Vector128.FusedMultiplyAdd(v, b0, c30);
            c31 = Vector128.FusedMultiplyAdd(v, b1, c31);
            c32 = Vector128.FusedMultiplyAdd(v, b2, c32);
            c33 = Vector128.FusedMultiplyAdd(v, b3, c33);
        }
        Put(c, c00, c01, accumulate);
        Put(c + 8, c02, c03, accumulate);
        Put(c + ldc, c10, c11, accumulate);
        Put(c + ldc + 8, c12, c13, accumulate);
        Put(c + (2 * ldc), c20, c21, accumulate);
        Put(c + (2 * ldc) + 8, c22, c23, accumulate);
        Put(c + (3 * ldc), c30, c31, accumulate);
        Put(c + (3 * ldc) + 8, c32, c33, accumulate);
    }

    private static void Tile1Of8(nint k, float* a, nint cs, float* b, float* c, bool accumulate)
    {
        Vector128<float> c0 = default, c1 = default;
        for (nint p = 0; p < k; p++, a += cs, b += GemmTile.Width)
        {
            var v = Vector128.Create(a[0]);
            c0 = Vector128.FusedMultiplyAdd(v, Vector128.Load(b), c0);
            c1 = Vector128.FusedMultiplyAdd(v, Vector128.Load(b + 4), c1);
        }
        Put(c, c0, c1, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector128<float> left, Vector128<float> right, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector128.Load(c);
            right += Vector128.Load(c + 4);
        }
        left.Store(c);
        right.Store(c + 4);
    }
}
