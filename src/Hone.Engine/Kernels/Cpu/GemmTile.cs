using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// The innermost loops of every matrix product: a tile of C stays in registers while k runs.
/// A is read in place (any row and column stride), B from a packed panel of <see cref="Width"/> columns.
/// 12x32 fills 24 of the 32 AVX-512 registers with sums (BLIS: van Zee and van de Geijn 2015).
/// Every element is one chain of fused multiply-adds in rising k, whatever the tile it falls in: results do not depend on blocking of M or N.
/// </summary>
internal static unsafe class GemmTile
{
    /// <summary>Columns of a packed panel.</summary>
    public const int Width = TileKernel.Width;

    /// <summary>Rows of the largest tile.</summary>
    public const int Height = 12;

    /// <summary>Widest vectors of this machine.</summary>
    public static int WidestBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>C[rows, 32] (+)= A[rows, k] * B[k, 32] with vectors of <paramref name="bits"/>; <paramref name="rows"/> at most 12.</summary>
    public static void Multiply(int bits, int rows, nint k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        if (bits < 512)
        {
            NarrowTile.Multiply(bits, rows, k, a, rowStride, columnStride, b, c, ldc, accumulate);
            return;
        }
        if (rows == Height)
        {
            Expect(c, ldc);
            Tile12(k, a, rowStride, columnStride, b, c, ldc, accumulate);
            return;
        }
        for (; rows >= 4; rows -= 4, a += 4 * rowStride, c += 4 * ldc)
            Tile4(k, a, rowStride, columnStride, b, c, ldc, accumulate);
        for (; rows > 0; rows--, a += rowStride, c += ldc)
            Tile1(k, a, columnStride, b, c, accumulate);
    }

    private static void Tile12(nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default, ca0 = default, ca1 = default, cb0 = default, cb1 = default;
        float* a0 = a, a3 = a + (3 * rs), a6 = a + (6 * rs), a9 = a + (9 * rs);
        for (nint p = 0; p < k; p++)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            var v = Vector512.Create(a0[0]);
            c00 = Vector512.FusedMultiplyAdd(v, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(v, b1, c01);
            v = Vector512.Create(a0[rs]);
            c10 = Vector512.FusedMultiplyAdd(v, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(v, b1, c11);
            v = Vector512.Create(a0[2 * rs]);
            c20 = Vector512.FusedMultiplyAdd(v, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(v, b1, c21);
            v = Vector512.Create(a3[0]);
            c30 = Vector512.FusedMultiplyAdd(v, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(v, b1, c31);
            v = Vector512.Create(a3[rs]);
            c40 = Vector512.FusedMultiplyAdd(v, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(v, b1, c41);
            v = Vector512.Create(a3[2 * rs]);
            c50 = Vector512.FusedMultiplyAdd(v, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(v, b1, c51);
            v = Vector512.Create(a6[0]);
            c60 = Vector512.FusedMultiplyAdd(v, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(v, b1, c61);
            v = Vector512.Create(a6[rs]);
            c70 = Vector512.FusedMultiplyAdd(v, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(v, b1, c71);
            v = Vector512.Create(a6[2 * rs]);
            c80 = Vector512.FusedMultiplyAdd(v, b0, c80);
            c81 = Vector512.FusedMultiplyAdd(v, b1, c81);
            v = Vector512.Create(a9[0]);
            c90 = Vector512.FusedMultiplyAdd(v, b0, c90);
            c91 = Vector512.FusedMultiplyAdd(v, b1, c91);
            v = Vector512.Create(a9[rs]);
            ca0 = Vector512.FusedMultiplyAdd(v, b0, ca0);
            ca1 = Vector512.FusedMultiplyAdd(v, b1, ca1);
            v = Vector512.Create(a9[2 * rs]);
            cb0 = Vector512.FusedMultiplyAdd(v, b0, cb0);
            cb1 = Vector512.FusedMultiplyAdd(v, b1, cb1);
            a0 += cs;
            a3 += cs;
            a6 += cs;
            a9 += cs;
            b += Width;
        }
        Put(c, c00, c01, accumulate);
        Put(c + ldc, c10, c11, accumulate);
        Put(c + (2 * ldc), c20, c21, accumulate);
        Put(c + (3 * ldc), c30, c31, accumulate);
        Put(c + (4 * ldc), c40, c41, accumulate);
        Put(c + (5 * ldc), c50, c51, accumulate);
        Put(c + (6 * ldc), c60, c61, accumulate);
        Put(c + (7 * ldc), c70, c71, accumulate);
        Put(c + (8 * ldc), c80, c81, accumulate);
        Put(c + (9 * ldc), c90, c91, accumulate);
        Put(c + (10 * ldc), ca0, ca1, accumulate);
        Put(c + (11 * ldc), cb0, cb1, accumulate);
    }

    private static void Tile4(nint k, float* a, nint rs, nint cs, float* b, float* c, nint ldc, bool accumulate)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default, c30 = default, c31 = default;
        for (nint p = 0; p < k; p++)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            var v = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(v, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(v, b1, c01);
            v = Vector512.Create(a[rs]);
            c10 = Vector512.FusedMultiplyAdd(v, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(v, b1, c11);
            v = Vector512.Create(a[2 * rs]);
            c20 = Vector512.FusedMultiplyAdd(v, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(v, b1, c21);
            v = Vector512.Create(a[3 * rs]);
            c30 = Vector512.FusedMultiplyAdd(v, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(v, b1, c31);
            a += cs;
            b += Width;
        }
        Put(c, c00, c01, accumulate);
        Put(c + ldc, c10, c11, accumulate);
        Put(c + (2 * ldc), c20, c21, accumulate);
        Put(c + (3 * ldc), c30, c31, accumulate);
    }

    private static void Tile1(nint k, float* a, nint cs, float* b, float* c, bool accumulate)
    {
        Vector512<float> c0 = default, c1 = default;
        for (nint p = 0; p < k; p++, a += cs, b += Width)
        {
            var v = Vector512.Create(a[0]);
            c0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(b), c0);
            c1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(b + 16), c1);
        }
        Put(c, c0, c1, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector512<float> left, Vector512<float> right, bool accumulate)
    {
        if (accumulate)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + 16);
        }
        left.Store(c);
        right.Store(c + 16);
    }

    // The tile's sums meet C after all of k: by then its lines are there.
    private static void Expect(float* c, nint ldc)
    {
        if (!Sse.IsSupported)
            return;
        for (var row = 0; row < Height; row++, c += ldc)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + 16);
        }
    }
}
