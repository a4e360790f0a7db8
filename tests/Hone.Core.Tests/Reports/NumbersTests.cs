using Hone.Core.Reports;

namespace Hone.Core.Tests.Reports;

public class NumbersTests
{
    [Theory]
    [InlineData(-4.86, "\u22124.9")]
    [InlineData(0.26, "+0.3")]
    [InlineData(-0.04, "0.0")]
    [InlineData(0, "0.0")]
    public void WithSign_Change_HasItsSignUnlessItRoundsToNothing(double value, string expected) => Assert.Equal(expected, Numbers.WithSign(value));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(1_242_000, "1.24 M")]
    [InlineData(3e9, "3 G")]
    public void Abbreviated_Count_HasThreeFigures(double value, string expected) => Assert.Equal(expected, Numbers.Abbreviated(value));

    [Theory]
    [InlineData(12.34, "12.3 s")]
    [InlineData(74, "1 min 14 s")]
    [InlineData(100_000, "27 h 46 min")]
    public void Duration_Seconds_AreReadable(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Theory]
    [InlineData("accuracy", 0.562, "56.2%")]
    [InlineData("bits_per_byte", 1.74849, "1.748")]
    public void Value_ByMetric_HasItsUnit(string metric, double value, string expected) => Assert.Equal(expected, Numbers.Value(metric, value));
}
