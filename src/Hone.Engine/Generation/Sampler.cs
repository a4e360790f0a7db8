using System.Numerics;
using System.Runtime.Intrinsics;
using Hone.Core.Statistics;
using Hone.Engine.Kernels.Cpu;

namespace Hone.Engine.Generation;

/// <summary>Chooses the tokens of one answer: its own seeded chance, its own memory of what came before. Allocates nothing unless log-probabilities are asked for.</summary>
internal sealed unsafe class Sampler
{
    // Weights relative to the likeliest token from which on candidates are looked at, one after the other until they are enough.
    private static readonly float[] Levels = [1f / 8, 1f / 128, 1f / 4096, 1f / (1 << 20), 0];
    private readonly SamplingOptions options;
    private readonly Xoshiro256 chance;
    private readonly Penalties penalties;

    public Sampler(SamplingOptions options, ReadOnlySpan<int> prompt = default)
    {
        (this.options, chance, penalties) = (options, new Xoshiro256(options.Seed), new Penalties(options));
        penalties.AddPrompt(prompt);
    }

    /// <summary>Chooses and remembers the next token.</summary>
    /// <param name="allowed">One bit a token, those that may be chosen; empty: all.</param>
    /// <returns>Token -1: none may be chosen.</returns>
    public GeneratedToken Next(Span<float> logits, SamplerSpace space, ReadOnlySpan<ulong> allowed = default)
    {
        var changed = penalties.IsActive || !allowed.IsEmpty ? Change(logits, allowed, space) : logits;
        var token = Likeliest.Of(changed);
        if (token >= 0 && options.Temperature > 0)
            token = Draw(changed, token, space);
        if (token < 0)
            return new GeneratedToken(token, float.NaN, []);
        penalties.AddAnswer(token);
        if (options.LogProbabilities is not { } wanted)
            return new GeneratedToken(token, float.NaN, []);
        var logSum = Likeliest.LogSumExp(logits, space.Weights);
        return new GeneratedToken(token, logits[token] - logSum, Likeliest.Take(logits, wanted, logSum));
    }

    private Span<float> Change(ReadOnlySpan<float> logits, ReadOnlySpan<ulong> allowed, SamplerSpace space)
    {
        Span<float> changed = space.Changed;
        logits.CopyTo(changed);
        penalties.Apply(changed);
        for (var first = 0; !allowed.IsEmpty && first < changed.Length; first += 64)
            Mask(changed[first..Math.Min(changed.Length, first + 64)], first / 64 < allowed.Length ? allowed[first / 64] : 0);
        return changed;
    }

    private static void Mask(Span<float> logits, ulong allowed)
    {
        if (allowed == 0)
        {
            logits.Fill(float.NegativeInfinity);
            return;
        }
        for (var bits = ~allowed; bits != 0; bits &= bits - 1)
        {
            var place = BitOperations.TrailingZeroCount(bits);
            if (place >= logits.Length)
                return;
            logits[place] = float.NegativeInfinity;
        }
    }

    private int Draw(ReadOnlySpan<float> logits, int likeliest, SamplerSpace space)
    {
        var total = Weigh(logits, likeliest, space);
        if (!double.IsFinite(total))
            return likeliest;
        return options is { TopK: 0, TopP: >= 1, MinP: <= 0 } ? DrawFromAll(space, total) : DrawFromSome(space, space.Weights[likeliest], total);
    }

    // Weights in proportion to the probabilities at the temperature, and their sum.
    private double Weigh(ReadOnlySpan<float> logits, int likeliest, SamplerSpace space)
    {
        var (total, scale) = (0.0, 1 / options.Temperature);
        fixed (float* values = logits)
        {
            for (var first = 0; first < logits.Length; first += SamplerSpace.Block)
            {
                var sum = RowMath.ExpSum(space.Weights + first, values + first, scale, values[likeliest] * scale, Math.Min(SamplerSpace.Block, logits.Length - first));
                space.BlockSums[first / SamplerSpace.Block] = sum;
                total += sum;
            }
        }
        return total;
    }

    private int DrawFromAll(SamplerSpace space, double total)
    {
        var point = chance.NextDouble() * total;
        var block = 0;
        while (block < space.BlockSums.Length - 1 && point >= space.BlockSums[block])
            point -= space.BlockSums[block++];
        var first = block * SamplerSpace.Block;
        return first + Walk(new ReadOnlySpan<float>(space.Weights + first, Math.Min(SamplerSpace.Block, space.Vocabulary - first)), point);
    }

    private int DrawFromSome(SamplerSpace space, float largest, double total)
    {
        var count = Candidates(space, largest, total);
        Span<float> weights = space.CandidateWeights;
        Span<int> tokens = space.Candidates;
        if (options.TopK > 0)
            count = Selection.Largest(weights[..count], tokens[..count], options.TopK, double.PositiveInfinity);
        if (options.TopP < 1)
            count = Selection.Largest(weights[..count], tokens[..count], int.MaxValue, options.TopP * (options.TopK > 0 ? Sum(weights[..count]) : total));
        count = KeepFrom(options.MinP * largest, weights[..count], tokens);
        return tokens[Walk(weights[..count], chance.NextDouble() * Sum(weights[..count]))];
    }

    // Collects a set that is sure to hold all that may be chosen, mostly a small part of the vocabulary.
    private int Candidates(SamplerSpace space, float largest, double total)
    {
        foreach (var level in Levels)
        {
            // Below the least probability nothing is chosen; but the k likeliest count as they are, for the share is one of theirs.
            var from = options.TopK == 0 ? Math.Max(level, options.MinP) * largest : level * largest;
            var (count, mass) = CountFrom(space, from);
            var isEnough = options.TopK > 0 ? count >= options.TopK : (options.TopP < 1 && mass > options.TopP * total * (1 + 1e-6)) || level <= options.MinP;
            if (isEnough || level == 0)
                return Collect(space, from);
        }
        return 0;
    }

    private static (int Count, double Mass) CountFrom(SamplerSpace space, float least)
    {
        Vector512<int> counts = default;
        Vector512<float> sums = default;
        var (count, mass, token) = (0, 0.0, 0);
        for (; token <= space.Vocabulary - RowMath.Lanes; token += RowMath.Lanes)
        {
            var weights = Vector512.Load(space.Weights + token);
            var kept = Vector512.GreaterThanOrEqual(weights, Vector512.Create(least));
            counts -= kept.AsInt32();
            sums += Vector512.BitwiseAnd(weights, kept);
        }
        for (; token < space.Vocabulary; token++)
        {
            if (space.Weights[token] >= least)
                (count, mass) = (count + 1, mass + space.Weights[token]);
        }
        return (count + Vector512.Sum(counts), mass + Vector512.Sum(sums));
    }

    // What weighs nothing is not collected: it cannot be chosen.
    private static int Collect(SamplerSpace space, float least)
    {
        var (count, token) = (0, 0);
        for (; token <= space.Vocabulary - RowMath.Lanes; token += RowMath.Lanes)
        {
            for (var bits = Vector512.GreaterThanOrEqual(Vector512.Load(space.Weights + token), Vector512.Create(least)).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                Keep(space, token + BitOperations.TrailingZeroCount(bits), ref count);
        }
        for (; token < space.Vocabulary; token++)
        {
            if (space.Weights[token] >= least)
                Keep(space, token, ref count);
        }
        return count;
    }

    private static void Keep(SamplerSpace space, int token, ref int count)
    {
        if (space.Weights[token] == 0)
            return;
        space.CandidateWeights[count] = space.Weights[token];
        space.Candidates[count++] = token;
    }

    private static int KeepFrom(float least, Span<float> weights, Span<int> tokens)
    {
        var kept = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= least)
                (weights[kept], tokens[kept++]) = (weights[i], tokens[i]);
        }
        return kept;
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }

    // Where the point falls when the weights are laid end to end; rounding may carry it past the end: then the last that weighs anything.
    private static int Walk(ReadOnlySpan<float> weights, double point)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0)
                return i;
        }
        return Math.Max(0, weights.LastIndexOfAnyExcept(0f));
    }
}
