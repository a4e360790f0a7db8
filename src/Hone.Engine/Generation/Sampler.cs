using Hone.Core.Statistics;

namespace Hone.Engine.Generation;

/// <summary>Chooses a token from logits: softmax at a temperature, cut to the k likeliest and to the smallest set holding a share p (Holtzman et al. 2020).</summary>
internal sealed class Sampler(SamplingOptions options, int vocabulary)
{
    private readonly Xoshiro256 chance = new(options.Seed);
    private readonly int[] order = new int[vocabulary];
    private readonly double[] weights = new double[vocabulary];

    public int Choose(ReadOnlySpan<float> logits)
    {
        if (options.Temperature <= 0)
            return Likeliest(logits);
        var max = logits[Likeliest(logits)];
        for (var token = 0; token < vocabulary; token++)
        {
            order[token] = token;
            weights[token] = Math.Exp((logits[token] - max) / options.Temperature);
        }
        var kept = Cut();
        var point = chance.NextDouble() * weights.AsSpan(0, kept).ToArray().Sum();
        for (var i = 0; i < kept - 1; i++)
        {
            point -= weights[i];
            if (point < 0)
                return order[i];
        }
        return order[kept - 1];
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var token = 1; token < logits.Length; token++)
        {
            if (logits[token] > logits[best])
                best = token;
        }
        return best;
    }

    // Sorts by falling weight where something is to be cut off; returns how many stay.
    private int Cut()
    {
        if (options.TopK <= 0 && options.TopP >= 1)
            return vocabulary;
        Array.Sort(weights, order);
        Array.Reverse(weights);
        Array.Reverse(order);
        var kept = options.TopK > 0 ? Math.Min(options.TopK, vocabulary) : vocabulary;
        var wanted = options.TopP * weights.AsSpan(0, kept).ToArray().Sum();
        var held = 0.0;
        for (var i = 0; i < kept; i++)
        {
            held += weights[i];
            if (held >= wanted)
                return i + 1;
        }
        return kept;
    }
}
