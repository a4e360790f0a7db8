using System.Globalization;
using Hone.Core.Statistics;
using Hone.Core.Tokens.Files;

namespace Hone.Core.Tests.Tokens;

public sealed class ScoreReaderTests
{
    [Theory]
    [InlineData("0", 0d)]
    [InlineData("-0.0", 0d)]
    [InlineData("-3.5", -3.5)]
    [InlineData("125e-2", 1.25)]
    [InlineData("1E3", 1000d)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890d)]
    [InlineData("1e-400", 0d)]
    [InlineData("1e-99999999999", 0d)]
    [InlineData("0e99999999999", 0d)]
    public void Read_Number_IsItsValue(string text, double expected) => Assert.Equal(expected, ScoreReader.Read(text));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e99999999999")]
    public void Read_BeyondAllDoubles_IsNone(string text) => Assert.Null(ScoreReader.Read(text));

    [Fact]
    public void Read_RandomScores_AreWithinTwoUnitsOfTheNearestDouble()
    {
        var random = new Xoshiro256(3);
        for (int round = 0; round < 20_000; round++)
        {
            double score = -20 * random.NextDouble();
            double read = ScoreReader.Read(score.ToString("R", CultureInfo.InvariantCulture))!.Value;

            Assert.InRange(read, score - 2 * (score - Math.BitDecrement(score)), score + 2 * (score - Math.BitDecrement(score)));
        }
    }
}
