using Hone.Core.Reports.Charts;

namespace Hone.Core.Tests.Reports;

public class ScaleTests
{
    [Fact]
    public void Round_AnyRange_EndsAtTicksAroundIt()
    {
        var scale = Scale.Round(-17.2, 7.9, 0, 100, ticks: 7);

        Assert.Equal([-20, -15, -10, -5, 0, 5, 10], scale.Ticks);
        Assert.Equal(0, scale.At(-20));
        Assert.Equal(100, scale.At(10));
        Assert.Equal(0, scale.Digits);
    }

    [Fact]
    public void Tight_AnyRange_HasTicksInside()
    {
        var scale = Scale.Tight(3.01, 4.12, 200, 0, ticks: 5);

        Assert.All(scale.Ticks, tick => Assert.InRange(tick, 3.01, 4.12));
        Assert.Equal(200, scale.At(3.01));
        Assert.Equal(0, scale.At(99));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2.5, 2.5)]
    [InlineData(-1e-9, -1e-9)]
    [InlineData(0, 1e12)]
    public void Round_DegenerateRange_StillHasAnAxis(double low, double high)
    {
        var scale = Scale.Round(low, high, 0, 100, ticks: 5);

        Assert.InRange(scale.Ticks.Count, 2, 12);
        Assert.InRange(scale.At(low), 0, 100);
    }
}
