using Hone.Core.Statistics;
using Hone.Engine.Generation;

namespace Hone.Engine.Tests.Generation;

/// <summary>What is drawn against the distribution as plain float64 arithmetic has it.</summary>
public sealed class SamplerTests
{
    private const int Vocabulary = 1111;
    private static readonly float[] Logits = RandomLogits(Vocabulary, 1);

    public static TheoryData<SamplingOptions> Settings =>
    [
        new SamplingOptions { Temperature = 1 },
        new SamplingOptions { Temperature = 0.6f },
        new SamplingOptions { Temperature = 1, TopK = 7 },
        new SamplingOptions { Temperature = 2, TopK = 300 },
        new SamplingOptions { Temperature = 1, TopP = 0.8f },
        new SamplingOptions { Temperature = 1.5f, TopP = 0.97f },
        new SamplingOptions { Temperature = 1, MinP = 0.1f },
        new SamplingOptions { Temperature = 1.3f, TopK = 40, TopP = 0.7f, MinP = 0.02f },
        new SamplingOptions { Temperature = 1, RepetitionPenalty = 1.4f, FrequencyPenalty = 0.3f, PresencePenalty = 0.5f },
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Next_ManyDraws_FollowTheDistribution(SamplingOptions options)
    {
        const int Draws = 10_000;
        int[] prompt = [3, 5, 3, 9];
        var expected = Oracle(Logits, options, prompt);
        using var space = new SamplerSpace(Vocabulary);
        var counts = new int[Vocabulary];
        for (var seed = 0; seed < Draws; seed++)
            counts[new Sampler(options with { Seed = (ulong)seed }, prompt).Next(Logits.AsSpan().ToArray(), space).Token]++;

        Assert.All(Enumerable.Range(0, Vocabulary), token => Assert.True(expected[token] > 0 || counts[token] == 0, $"token {token} was drawn"));
        // Pearson's statistic over tokens that are expected five times at least, the others together; its mean is the degrees of freedom.
        var often = Enumerable.Range(0, Vocabulary).Where(token => expected[token] * Draws >= 5).ToArray();
        var rare = 1 - often.Sum(token => expected[token]);
        var statistic = often.Sum(token => Deviation(counts[token], expected[token] * Draws)) + (rare * Draws >= 5 ? Deviation(Draws - often.Sum(token => counts[token]), rare * Draws) : 0);
        Assert.True(statistic < often.Length + (5 * Math.Sqrt(2.0 * often.Length)) + 10, $"chi-square {statistic} for {often.Length} kinds");
    }

    [Fact]
    public void Next_OneSampler_PenalisesItsOwnTokens()
    {
        var options = new SamplingOptions { PresencePenalty = 100 };
        using var space = new SamplerSpace(Vocabulary);
        var sampler = new Sampler(options);

        var chosen = Enumerable.Range(0, 5).Select(_ => sampler.Next(Logits, space).Token).ToArray();

        Assert.Equal(Enumerable.Range(0, Vocabulary).OrderByDescending(token => Logits[token]).Take(5), chosen);
    }

    [Theory]
    [InlineData(0f, 0, 1f)]
    [InlineData(1f, 0, 1f)]
    [InlineData(1f, 50, 0.9f)]
    public void Next_Masked_ChoosesWhatIsAllowed(float temperature, int topK, float topP)
    {
        using var space = new SamplerSpace(Vocabulary);
        var allowed = new ulong[(Vocabulary + 63) / 64];
        foreach (var token in new[] { 0, 77, 1110 })
            allowed[token / 64] |= 1UL << token;
        var sampler = new Sampler(new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP });

        for (var i = 0; i < 200; i++)
            Assert.Contains(sampler.Next(Logits, space, allowed).Token, new[] { 0, 77, 1110 });
        Assert.Equal(-1, sampler.Next(Logits, space, new ulong[1]).Token);
    }

    [Fact]
    public void Next_LogProbabilities_AreTheModelsOwn()
    {
        using var space = new SamplerSpace(Vocabulary);
        var sampler = new Sampler(new SamplingOptions { Temperature = 0.3f, TopK = 3, RepetitionPenalty = 2, LogProbabilities = 20, Seed = 3 }, [1, 2, 3]);
        var logSum = Math.Log(Logits.Sum(logit => Math.Exp(logit)));

        var next = sampler.Next(Logits, space);

        Assert.Equal(Logits[next.Token] - logSum, next.LogProbability, 1e-4);
        var expected = Enumerable.Range(0, Vocabulary).OrderByDescending(token => Logits[token]).ThenBy(token => token).Take(20).ToArray();
        Assert.Equal(expected, next.Likeliest.Select(token => token.Token));
        Assert.All(next.Likeliest, token => Assert.Equal(Logits[token.Token] - logSum, token.LogProbability, 1e-4));
    }

    [Fact]
    public void Next_AllTheSame_CutsTheVocabularyAtLowTokens()
    {
        using var space = new SamplerSpace(Vocabulary);
        var flat = new float[Vocabulary];

        for (ulong seed = 0; seed < 300; seed++)
            Assert.InRange(new Sampler(new SamplingOptions { Temperature = 1, TopK = 9, Seed = seed }).Next(flat, space).Token, 0, 8);
    }

    [Fact]
    public void Next_SecondTime_AllocatesNothing()
    {
        using var space = new SamplerSpace(Vocabulary);
        var sampler = new Sampler(new SamplingOptions { Temperature = 1, TopK = 40, TopP = 0.9f, MinP = 0.01f });
        sampler.Next(Logits, space);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            sampler.Next(Logits, space);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Largest_RandomWeights_EqualsSorting()
    {
        var chance = new Xoshiro256(6);
        for (var round = 0; round < 2000; round++)
        {
            // Few different values in half of the rounds: equals must come in the order of their tokens.
            var weights = Enumerable.Range(0, 1 + chance.Next(200)).Select(_ => round % 2 == 0 ? (float)chance.NextDouble() : chance.Next(4)).ToArray();
            var tokens = Enumerable.Range(0, weights.Length).ToArray();
            var sorted = tokens.OrderByDescending(token => weights[token]).ThenBy(token => token).ToArray();
            var count = 1 + chance.Next(2 * weights.Length);
            var mass = chance.Next(2) == 0 ? double.PositiveInfinity : (chance.NextDouble() * weights.Sum(weight => (double)weight)) + 1e-9;
            var expected = Enumerable.Range(1, weights.Length).FirstOrDefault(n => n >= count || sorted[..n].Sum(token => (double)weights[token]) >= mass - 1e-12, weights.Length);

            var kept = Selection.Largest(weights, tokens, count, mass);

            Assert.Equal(sorted[..expected].Order(), tokens[..kept].Order());
        }
    }

    private static double Deviation(double count, double expected) => (count - expected) * (count - expected) / expected;

    private static double[] Oracle(float[] logits, SamplingOptions options, int[] prompt)
    {
        var changed = logits.Select(logit => (double)logit).ToArray();
        foreach (var token in prompt.Distinct())
            changed[token] = changed[token] > 0 ? changed[token] / options.RepetitionPenalty : changed[token] * options.RepetitionPenalty;
        var weights = changed.Select(logit => Math.Exp((logit - changed.Max()) / options.Temperature)).ToArray();
        var order = Enumerable.Range(0, logits.Length).OrderByDescending(token => weights[token]).ThenBy(token => token).Take(options.TopK > 0 ? options.TopK : logits.Length).ToArray();
        var (mass, held, result) = (order.Sum(token => weights[token]), 0.0, new double[logits.Length]);
        foreach (var token in order)
        {
            if (held >= options.TopP * mass && options.TopP < 1)
                break;
            held += weights[token];
            if (weights[token] >= options.MinP)
                result[token] = weights[token];
        }
        var sum = result.Sum();
        return [.. result.Select(weight => weight / sum)];
    }

    private static float[] RandomLogits(int count, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(3 * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble())))];
    }
}
