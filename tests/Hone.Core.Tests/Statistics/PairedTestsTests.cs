using Hone.Core.Statistics;

namespace Hone.Core.Tests.Statistics;

public sealed class PairedTestsTests
{
    [Theory]
    [InlineData(3, 15, 0.007537841796875)]
    [InlineData(15, 3, 0.007537841796875)]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 8, 0.0078125)]
    [InlineData(100, 140, 0.011664092317677663)]
    public void McNemar_KnownCounts_GivesTheBinomialP(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, PairedTests.McNemar(onlyFirst, onlySecond), 12);

    [Fact]
    public void McNemar_Answers_CountsOnlyTheDifferent()
    {
        bool[] first = [true, true, false, false, true];
        bool[] second = [true, false, false, true, false];

        Assert.Equal(PairedTests.McNemar(2, 1), PairedTests.McNemar(first, second));
        Assert.Throws<ArgumentException>(() => PairedTests.McNemar(first, [true]));
    }

    [Fact]
    public void Holm_KnownValues_GivesTheAdjustedInTheirOrder()
    {
        Assert.Equal([0.03, 0.06, 0.06, 0.02], PairedTests.Holm([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1.0, 1.0], PairedTests.Holm([0.9, 0.8]));
        Assert.Empty(PairedTests.Holm([]));
    }

    [Fact]
    public void BootstrapRatios_SmallButSteadyDifference_IsFound()
    {
        var random = new Xoshiro256(50);
        WeightedPair[] items = [.. Enumerable.Range(0, 100).Select(_ => Item(random, gap: 0.02))];

        var result = PairedTests.BootstrapRatios(items, seed: 1);

        Assert.Equal(0.02, result.Difference, 0.005);
        Assert.True(result.Interval.Low > 0 && result.Interval.High < 0.05);
        Assert.InRange(result.PValue, 0, 0.01);
    }

    [Fact]
    public void BootstrapRatios_SameModel_FindsNothing()
    {
        var random = new Xoshiro256(51);
        WeightedPair[] items = [.. Enumerable.Range(0, 100).Select(_ => Item(random, gap: 0))];

        var result = PairedTests.BootstrapRatios(items, seed: 1);

        Assert.True(result.Interval.Low < 0 && result.Interval.High > 0);
        Assert.True(result.PValue > 0.05);
    }

    [Fact]
    public void BootstrapRatios_NoDifferenceAtAll_HasPOfOne()
    {
        var result = PairedTests.BootstrapRatios([new WeightedPair(3, 2, 3, 2), new WeightedPair(5, 4, 5, 4)], seed: 1);

        Assert.Equal(new PairedDifference(0, new Interval(0, 0), 1), result);
    }

    /// <summary>A document whose bits per byte vary far more than the models differ.</summary>
    private static WeightedPair Item(Xoshiro256 random, double gap)
    {
        double bytes = random.Next(100, 5000);
        double rate = 1 + 0.4 * random.NextGaussian();
        return new WeightedPair((rate + gap + 0.01 * random.NextGaussian()) * bytes, bytes, (rate + 0.01 * random.NextGaussian()) * bytes, bytes);
    }
}
