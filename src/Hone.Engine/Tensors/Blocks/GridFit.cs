using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>
/// Finds the grid that a sub-block of a K-format lies on best: a scale (and a minimum) for codes 0..most. As the K-formats' authors
/// describe it (llama.cpp pull request 1684): guess a scale somewhat off the obvious one, round, solve the weighted least squares of
/// the codes for scale and minimum, keep what errs least; 16 values a vector.
/// </summary>
internal static class GridFit
{
    public static float Largest(ReadOnlySpan<float> values) => Math.Abs(Farthest(values));

    /// <summary>The value farthest from 0, with its sign.</summary>
    public static float Farthest(ReadOnlySpan<float> values)
    {
        float least = 0f, most = 0f;
        foreach (var value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return -least > most ? least : most;
    }

    /// <summary>32 values as scale * code + minimum, the minimum not above 0. Large values weigh more: they matter more to a product.</summary>
    public static (float Scale, float Minimum) WithMinimum(ReadOnlySpan<float> values, int most, float firstStep, int steps)
    {
        Vector512<float> x0 = BlockLanes.Load(values), x1 = BlockLanes.Load(values[BlockLanes.Lanes..]);
        var spread = Vector512.Create(MathF.Sqrt(Vector512.Sum((x0 * x0) + (x1 * x1)) / 32f));
        var points = new Points(x0, x1, spread + Vector512.Abs(x0), spread + Vector512.Abs(x1));
        float low = 0f, high = float.MinValue;
        foreach (var value in values[..32])
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (!float.IsFinite(most / (high - low)))
            return (0f, low);
        var (scale, minimum) = ((high - low) / most, low);
        var best = points.Error(scale, minimum, points.Codes(most / (high - low), low, most));
        for (var step = 0; step <= steps; step++)
        {
            // From the best minimum so far, no longer from the lowest value.
            var codes = points.Codes((most + firstStep + (0.1f * step)) / (high - minimum), minimum, most);
            if (points.Solve(codes) is not { } fit)
                continue;
            var error = points.Error(fit.Scale, fit.Minimum, codes);
            if (error < best)
                (best, scale, minimum) = (error, fit.Scale, fit.Minimum);
        }
        return (scale, minimum);
    }

    /// <summary>16 values as scale * code, codes from -reach to reach - 1.</summary>
    public static float Symmetric(ReadOnlySpan<float> values, int reach)
    {
        const int Steps = 9;
        var farthest = Farthest(values[..BlockLanes.Lanes]);
        if (!float.IsFinite(reach / farthest))
            return 0f;
        var x = BlockLanes.Load(values);
        var weight = x * x;
        float best = -1f, scale = 0f;
        for (var step = -Steps; step <= Steps; step++)
        {
            var code = BlockLanes.Nearest(x * Vector512.Create(-(reach + (0.1f * step)) / farthest), -reach, reach - 1);
            float mixed = Vector512.Sum(weight * x * code), square = Vector512.Sum(weight * code * code);
            // What the fit explains: mixed^2 / square; the rest is its error. Tiny values may square to nothing.
            if (square > 0f && mixed * mixed / square > best)
                (best, scale) = (mixed * mixed / square, mixed / square);
        }
        return best > 0f ? scale : -farthest / reach;
    }

    private readonly struct Points(Vector512<float> x0, Vector512<float> x1, Vector512<float> w0, Vector512<float> w1)
    {
        private readonly float weight = Vector512.Sum(w0 + w1);
        private readonly float total = Vector512.Sum((w0 * x0) + (w1 * x1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector512<float> First, Vector512<float> Second) Codes(float inverse, float low, int most)
        {
            Vector512<float> factor = Vector512.Create(inverse), shift = Vector512.Create(low);
            return (BlockLanes.Nearest((x0 - shift) * factor, 0f, most), BlockLanes.Nearest((x1 - shift) * factor, 0f, most));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (float Scale, float Minimum)? Solve((Vector512<float> First, Vector512<float> Second) codes)
        {
            Vector512<float> weighted0 = w0 * codes.First, weighted1 = w1 * codes.Second;
            var sum = Vector512.Sum(weighted0 + weighted1);
            var square = Vector512.Sum((weighted0 * codes.First) + (weighted1 * codes.Second));
            var mixed = Vector512.Sum((weighted0 * x0) + (weighted1 * x1));
            var determinant = (weight * square) - (sum * sum);
            if (!(determinant > 0f))
                return null;
            var minimum = ((square * total) - (sum * mixed)) / determinant;
            return minimum > 0f ? (mixed / square, 0f) : (((weight * mixed) - (total * sum)) / determinant, minimum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Error(float scale, float minimum, (Vector512<float> First, Vector512<float> Second) codes)
        {
            Vector512<float> factor = Vector512.Create(scale), shift = Vector512.Create(minimum);
            Vector512<float> miss0 = (factor * codes.First) + shift - x0, miss1 = (factor * codes.Second) + shift - x1;
            return Vector512.Sum((w0 * miss0 * miss0) + (w1 * miss1 * miss1));
        }
    }
}
