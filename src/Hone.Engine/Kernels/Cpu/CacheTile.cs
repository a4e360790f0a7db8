using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// The inner loops of attention over one page: four queries at a time, or one. Each query's numbers are made by the same operations in the
/// same order in both, so that its result does not depend on the queries beside it.
/// </summary>
internal static unsafe class CacheTile<T>
    where T : struct, IStoredElement
{
    private const int Lanes = 16, Page = KeyValuePages.Tokens;

    /// <summary>scores[r][position] = query r . key, for all positions of the page. Even and odd components are summed apart.</summary>
    public static void Scores4(float** queries, byte* keys, int size, float* scores, nint stride)
    {
        float* a = queries[0], b = queries[1], c = queries[2], d = queries[3];
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (nint i = 0; i < size; i += 2)
        {
            Vector512<float> k0 = T.Load(keys, i * Page), k1 = T.Load(keys, (i * Page) + Lanes), k2 = T.Load(keys, (i + 1) * Page), k3 = T.Load(keys, ((i + 1) * Page) + Lanes);
            Vector512<float> even = Vector512.Create(a[i]), odd = Vector512.Create(a[i + 1]);
            a0 = Vector512.FusedMultiplyAdd(even, k0, a0);
            a1 = Vector512.FusedMultiplyAdd(even, k1, a1);
            a2 = Vector512.FusedMultiplyAdd(odd, k2, a2);
            a3 = Vector512.FusedMultiplyAdd(odd, k3, a3);
            (even, odd) = (Vector512.Create(b[i]), Vector512.Create(b[i + 1]));
            b0 = Vector512.FusedMultiplyAdd(even, k0, b0);
            b1 = Vector512.FusedMultiplyAdd(even, k1, b1);
            b2 = Vector512.FusedMultiplyAdd(odd, k2, b2);
            b3 = Vector512.FusedMultiplyAdd(odd, k3, b3);
            (even, odd) = (Vector512.Create(c[i]), Vector512.Create(c[i + 1]));
            c0 = Vector512.FusedMultiplyAdd(even, k0, c0);
            c1 = Vector512.FusedMultiplyAdd(even, k1, c1);
            c2 = Vector512.FusedMultiplyAdd(odd, k2, c2);
            c3 = Vector512.FusedMultiplyAdd(odd, k3, c3);
            (even, odd) = (Vector512.Create(d[i]), Vector512.Create(d[i + 1]));
            d0 = Vector512.FusedMultiplyAdd(even, k0, d0);
            d1 = Vector512.FusedMultiplyAdd(even, k1, d1);
            d2 = Vector512.FusedMultiplyAdd(odd, k2, d2);
            d3 = Vector512.FusedMultiplyAdd(odd, k3, d3);
        }
        Put(scores, a0 + a2, a1 + a3);
        Put(scores + stride, b0 + b2, b1 + b3);
        Put(scores + (2 * stride), c0 + c2, c1 + c3);
        Put(scores + (3 * stride), d0 + d2, d1 + d3);
    }

    public static void Scores1(float* query, byte* keys, int size, float* scores)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint i = 0; i < size; i += 2)
        {
            Vector512<float> even = Vector512.Create(query[i]), odd = Vector512.Create(query[i + 1]);
            s0 = Vector512.FusedMultiplyAdd(even, T.Load(keys, i * Page), s0);
            s1 = Vector512.FusedMultiplyAdd(even, T.Load(keys, (i * Page) + Lanes), s1);
            s2 = Vector512.FusedMultiplyAdd(odd, T.Load(keys, (i + 1) * Page), s2);
            s3 = Vector512.FusedMultiplyAdd(odd, T.Load(keys, ((i + 1) * Page) + Lanes), s3);
        }
        Put(scores, s0 + s2, s1 + s3);
    }

    /// <summary>sums[r] += weights[r][position] value, position after position.</summary>
    public static void Values4(float* weights, nint weightStride, byte* values, int count, int width, float* sums, nint sumStride)
    {
        nint column = 0;
        for (; column <= width - (4 * Lanes); column += 4 * Lanes)
            Wide4(weights, weightStride, values, count, width, column, sums + column, sumStride);
        for (; column < width; column += Lanes)
        {
            for (var r = 0; r < 4; r++)
                Narrow(weights + (r * weightStride), values, count, width, column, sums + (r * sumStride) + column);
        }
    }

    public static void Values1(float* weights, byte* values, int count, int width, float* sums)
    {
        nint column = 0;
        for (; column <= width - (4 * Lanes); column += 4 * Lanes)
            Wide1(weights, values, count, width, column, sums + column);
        for (; column < width; column += Lanes)
            Narrow(weights, values, count, width, column, sums + column);
    }

    private static void Wide4(float* weights, nint weightStride, byte* values, int count, nint width, nint column, float* sums, nint stride)
    {
        float* a = weights, b = weights + weightStride, c = b + weightStride, d = c + weightStride;
        Vector512<float> a0 = At(sums, 0), a1 = At(sums, 1), a2 = At(sums, 2), a3 = At(sums, 3);
        Vector512<float> b0 = At(sums + stride, 0), b1 = At(sums + stride, 1), b2 = At(sums + stride, 2), b3 = At(sums + stride, 3);
        Vector512<float> c0 = At(sums + (2 * stride), 0), c1 = At(sums + (2 * stride), 1), c2 = At(sums + (2 * stride), 2), c3 = At(sums + (2 * stride), 3);
        Vector512<float> d0 = At(sums + (3 * stride), 0), d1 = At(sums + (3 * stride), 1), d2 = At(sums + (3 * stride), 2), d3 = At(sums + (3 * stride), 3);
        for (nint t = 0; t < count; t++, column += width)
        {
            Vector512<float> v0 = T.Load(values, column), v1 = T.Load(values, column + Lanes), v2 = T.Load(values, column + (2 * Lanes)), v3 = T.Load(values, column + (3 * Lanes));
            Vector512<float> p = Vector512.Create(a[t]), q = Vector512.Create(b[t]);
            a0 = Vector512.FusedMultiplyAdd(p, v0, a0);
            a1 = Vector512.FusedMultiplyAdd(p, v1, a1);
            a2 = Vector512.FusedMultiplyAdd(p, v2, a2);
            a3 = Vector512.FusedMultiplyAdd(p, v3, a3);
            b0 = Vector512.FusedMultiplyAdd(q, v0, b0);
            b1 = Vector512.FusedMultiplyAdd(q, v1, b1);
            b2 = Vector512.FusedMultiplyAdd(q, v2, b2);
            b3 = Vector512.FusedMultiplyAdd(q, v3, b3);
            (p, q) = (Vector512.Create(c[t]), Vector512.Create(d[t]));
            c0 = Vector512.FusedMultiplyAdd(p, v0, c0);
            c1 = Vector512.FusedMultiplyAdd(p, v1, c1);
            c2 = Vector512.FusedMultiplyAdd(p, v2, c2);
            c3 = Vector512.FusedMultiplyAdd(p, v3, c3);
            d0 = Vector512.FusedMultiplyAdd(q, v0, d0);
            d1 = Vector512.FusedMultiplyAdd(q, v1, d1);
            d2 = Vector512.FusedMultiplyAdd(q, v2, d2);
            d3 = Vector512.FusedMultiplyAdd(q, v3, d3);
        }
        Put(sums, a0, a1, a2, a3);
        Put(sums + stride, b0, b1, b2, b3);
        Put(sums + (2 * stride), c0, c1, c2, c3);
        Put(sums + (3 * stride), d0, d1, d2, d3);
    }

    private static void Wide1(float* weights, byte* values, int count, nint width, nint column, float* sums)
    {
        Vector512<float> s0 = At(sums, 0), s1 = At(sums, 1), s2 = At(sums, 2), s3 = At(sums, 3);
        for (nint t = 0; t < count; t++, column += width)
        {
            var p = Vector512.Create(weights[t]);
            s0 = Vector512.FusedMultiplyAdd(p, T.Load(values, column), s0);
            s1 = Vector512.FusedMultiplyAdd(p, T.Load(values, column + Lanes), s1);
            s2 = Vector512.FusedMultiplyAdd(p, T.Load(values, column + (2 * Lanes)), s2);
            s3 = Vector512.FusedMultiplyAdd(p, T.Load(values, column + (3 * Lanes)), s3);
        }
        Put(sums, s0, s1, s2, s3);
    }

    private static void Narrow(float* weights, byte* values, int count, nint width, nint column, float* sums)
    {
        var sum = At(sums, 0);
        for (nint t = 0; t < count; t++, column += width)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[t]), T.Load(values, column), sum);
        sum.Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> At(float* values, int vector) => Vector512.Load(values + (vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, Vector512<float> first, Vector512<float> second)
    {
        first.Store(target);
        second.Store(target + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth)
    {
        Put(target, first, second);
        Put(target + (2 * Lanes), third, fourth);
    }
}
