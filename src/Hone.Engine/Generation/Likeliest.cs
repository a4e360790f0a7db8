using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu;

namespace Hone.Engine.Generation;

/// <summary>The highest logits of a vocabulary and their log-probabilities.</summary>
internal static unsafe class Likeliest
{
    /// <summary>The token with the highest logit, the lowest of equals; -1 where none is above negative infinity.</summary>
    public static int Of(Span<float> logits)
    {
        fixed (float* values = logits)
        {
            var max = RowMath.Max(values, logits.Length);
            return float.IsNegativeInfinity(max) ? -1 : Math.Max(0, logits.IndexOf(max));
        }
    }

    /// <summary>The log of the sum of exponentials; <paramref name="space"/> is overwritten.</summary>
    public static float LogSumExp(Span<float> logits, float* space)
    {
        fixed (float* values = logits)
        {
            var max = RowMath.Max(values, logits.Length);
            return max + MathF.Log(RowMath.ExpSum(space, values, 1, max, logits.Length));
        }
    }

    /// <summary>The <paramref name="count"/> likeliest, falling.</summary>
    public static TokenProbability[] Take(ReadOnlySpan<float> logits, int count, float logSumExp)
    {
        var best = new TokenProbability[Math.Min(count, logits.Length)];
        if (best.Length == 0)
            return best;
        Array.Fill(best, new TokenProbability(-1, float.NegativeInfinity));
        ref var first = ref MemoryMarshal.GetReference(logits);
        for (var i = 0; i < logits.Length; i += RowMath.Lanes)
        {
            // Few vectors hold one of the best: the others are passed over whole.
            if (i <= logits.Length - RowMath.Lanes && !Vector512.GreaterThanAny(Vector512.LoadUnsafe(ref first, (nuint)i), Vector512.Create(best[^1].LogProbability)))
                continue;
            for (var token = i; token < Math.Min(i + RowMath.Lanes, logits.Length); token++)
                Insert(best, token, logits[token]);
        }
        for (var i = 0; i < best.Length; i++)
            best[i] = best[i] with { LogProbability = best[i].LogProbability - logSumExp };
        return best;
    }

    private static void Insert(TokenProbability[] best, int token, float logit)
    {
        if (!(logit > best[^1].LogProbability))
            return;
        var at = best.Length - 1;
        for (; at > 0 && logit > best[at - 1].LogProbability; at--)
            best[at] = best[at - 1];
        best[at] = new TokenProbability(token, logit);
    }
}
