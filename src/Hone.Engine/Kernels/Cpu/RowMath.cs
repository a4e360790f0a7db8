using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>Vectorised loops over one row of floats. Lanes are summed in a fixed order, so a result depends on the row alone.</summary>
internal static unsafe class RowMath
{
    public const int Lanes = 16;

    public static float Dot(float* x, float* y, int length)
    {
        Vector512<float> first = default, second = default;
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), first);
            second = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + Lanes), Vector512.Load(y + i + Lanes), second);
        }
        for (; i <= length - Lanes; i += Lanes)
            first = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), first);
        var sum = Vector512.Sum(first + second);
        for (; i < length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    public static double SumOfSquares(float* x, long length)
    {
        Vector512<double> low = default, high = default;
        long i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var v = Vector512.Load(x + i);
            var (a, b) = Vector512.Widen(v);
            low = Vector512.FusedMultiplyAdd(a, a, low);
            high = Vector512.FusedMultiplyAdd(b, b, high);
        }
        var sum = Vector512.Sum(low + high);
        for (; i < length; i++)
            sum += (double)x[i] * x[i];
        return sum;
    }

    /// <summary>y += x.</summary>
    public static void Add(float* y, float* x, int length)
    {
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
            (Vector512.Load(y + i) + Vector512.Load(x + i)).Store(y + i);
        for (; i < length; i++)
            y[i] += x[i];
    }

    /// <summary>y += scale * x.</summary>
    public static void AddScaled(float* y, float* x, float scale, int length)
    {
        var factor = Vector512.Create(scale);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
            Vector512.FusedMultiplyAdd(Vector512.Load(x + i), factor, Vector512.Load(y + i)).Store(y + i);
        for (; i < length; i++)
            y[i] = MathF.FusedMultiplyAdd(scale, x[i], y[i]); // as the lanes do: an element's value must not depend on where the row ends
    }

    /// <summary>y = w * (y - shift) * scale.</summary>
    public static void WeightedDifference(float* y, float* w, float shift, float scale, int length)
    {
        Vector512<float> offset = Vector512.Create(shift), factor = Vector512.Create(scale);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
            (Vector512.Load(w + i) * (Vector512.Load(y + i) - offset) * factor).Store(y + i);
        for (; i < length; i++)
            y[i] = w[i] * (y[i] - shift) * scale;
    }

    public static void Scale(float* y, float scale, int length)
    {
        var factor = Vector512.Create(scale);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
            (Vector512.Load(y + i) * factor).Store(y + i);
        for (; i < length; i++)
            y[i] *= scale;
    }

    public static float Max(float* x, int length)
    {
        var best = Vector512.Create(float.NegativeInfinity);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
            best = Vector512.Max(best, Vector512.Load(x + i));
        var max = float.NegativeInfinity;
        for (var lane = 0; lane < Lanes; lane++)
            max = Math.Max(max, best[lane]);
        for (; i < length; i++)
            max = Math.Max(max, x[i]);
        return max;
    }

    /// <summary>y = exp(x * scale - shift); returns the sum. x and y may be the same.</summary>
    public static float ExpSum(float* y, float* x, float scale, float shift, int length)
    {
        Vector512<float> factor = Vector512.Create(scale), offset = Vector512.Create(-shift), total = default;
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var e = Exp(Vector512.FusedMultiplyAdd(Vector512.Load(x + i), factor, offset));
            e.Store(y + i);
            total += e;
        }
        var sum = Vector512.Sum(total);
        for (; i < length; i++)
            sum += y[i] = Exp(Vector512.Create((x[i] * scale) - shift))[0];
        return sum;
    }

    /// <summary>
    /// e^x to within two units in the last place: x = n ln2 + r, e^r by a degree-6 polynomial, then n added to the exponent
    /// (Cephes expf). Below -87.3 the result is 0, above 88.4 it stays at e^88.4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        var alive = Vector512.GreaterThan(x, Vector512.Create(-87.3f));
        var clamped = Vector512.Min(Vector512.Max(x, Vector512.Create(-87.3f)), Vector512.Create(88.37f));
        var n = Vector512.Floor(Vector512.FusedMultiplyAdd(clamped, Vector512.Create(1.44269504f), Vector512.Create(0.5f)));
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), clamped);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        var power = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        return Vector512.BitwiseAnd(p * power.AsSingle(), alive);
    }
}
