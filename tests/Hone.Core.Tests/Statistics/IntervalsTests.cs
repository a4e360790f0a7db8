using Hone.Core.Statistics;

namespace Hone.Core.Tests.Statistics;

public sealed class IntervalsTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.27753279986288915)]
    [InlineData(10, 10, 0.7224672001371109, 1)]
    [InlineData(7, 10, 0.39677814746114537, 0.8922087325936989)]
    [InlineData(450, 1000, 0.4194153840742968, 0.4809672917742588)]
    [InlineData(0, 0, 0, 1)]
    public void Wilson_KnownCounts_GivesTheKnownInterval(int successes, int n, double low, double high)
    {
        var interval = Intervals.Wilson(successes, n);

        Assert.Equal(low, interval.Low, 12);
        Assert.Equal(high, interval.High, 12);
    }

    [Fact]
    public void Wilson_ImpossibleCounts_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Wilson(1, 2, 1));
    }

    [Fact]
    public void BootstrapMean_NormalValues_IsTheTextbookInterval()
    {
        var random = new Xoshiro256(40);
        double[] values = [.. Enumerable.Range(0, 900).Select(_ => 5 + 3 * random.NextGaussian())];

        var interval = Intervals.BootstrapMean(values, seed: 1, resamples: 4000);

        // 1.96 standard errors, which are 3 / sqrt(900) each.
        Assert.Equal(values.Average() - 0.196, interval.Low, 0.02);
        Assert.Equal(values.Average() + 0.196, interval.High, 0.02);
    }

    [Fact]
    public void Bootstrap_AnyStatistic_EqualsItsSpecialForm()
    {
        double[] values = [3.1, 1.4, 4.7, 1.9, 5.3, 9.2, 2.8, 6.6];
        double[] ones = [1, 1, 1, 1, 1, 1, 1, 1];

        var mean = Intervals.BootstrapMean(values, seed: 2);

        Assert.Equal(mean, Intervals.Bootstrap(values, sample => sample.ToArray().Sum() / sample.Length, seed: 2));
        Assert.Equal(mean, Intervals.BootstrapRatio(values, ones, seed: 2));
        Assert.NotEqual(mean, Intervals.BootstrapMean(values, seed: 3));
    }

    [Fact]
    public void BootstrapRatio_RepeatedSamples_CoversTheTruth()
    {
        var random = new Xoshiro256(41);
        int covered = 0;
        for (int round = 0; round < 200; round++)
        {
            double[] bytes = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(100, 5000))];
            double[] bits = [.. bytes.Select(count => count * (0.9 + 0.2 * random.NextGaussian()))];
            var interval = Intervals.BootstrapRatio(bits, bytes, seed: (ulong)round, resamples: 400);
            covered += interval.Low <= 0.9 && 0.9 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered, 178, 199);
    }
}
