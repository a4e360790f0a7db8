using Hone.Core.Statistics;

namespace Hone.Core.Tests.Statistics;

public sealed class NormalTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-300, -37.0470962993612)]
    public void Quantile_KnownProbability_GivesTheKnownValue(double probability, double expected) =>
        Assert.Equal(expected, Normal.Quantile(probability), 12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantile_OutsideTheOpenInterval_Throws(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(probability));
}
