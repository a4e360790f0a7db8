using Hone.Core.Security.Cvss;

namespace Hone.Core.Tests.Security.Cvss;

public sealed class Cvss3Tests
{
    [Theory]
    [InlineData(CvssVersion.V30)]
    [InlineData(CvssVersion.V31)]
    public void BaseScore_EveryVector_IsThatOfTheEquationsInFractions(CvssVersion version)
    {
        string[] vectors = [.. AllVectors.Base(version)];

        Assert.Equal(2_592, vectors.Distinct().Count());
        foreach (string vector in vectors)
        {
            var paper = CvssPaper.Three(vector);
            CvssVector read = CvssVector.Parse(vector);

            Assert.Equal((vector, paper.Base / 10.0), (vector, read.BaseScore));
            Assert.Equal(read.BaseScore, CvssVector.BaseScoreOf(vector));
            Assert.Equal(read.BaseScore, read.Score);
        }
    }

    [Theory]
    [InlineData(CvssVersion.V30)]
    [InlineData(CvssVersion.V31)]
    public void Scores_VectorsByChance_AreThoseOfTheEquationsInFractions(CvssVersion version)
    {
        foreach (string vector in AllVectors.ByChance(version, 10_000, 3))
        {
            var paper = CvssPaper.Three(vector);
            CvssVector read = CvssVector.Parse(vector);

            Assert.Equal((vector, paper.Base / 10.0, paper.Temporal / 10.0, paper.Environmental / 10.0), (vector, read.BaseScore, read.TemporalScore, read.EnvironmentalScore));
        }
    }

    /// <summary>FIRST, "CVSS v3.1 Examples".</summary>
    [Theory]
    [InlineData("AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4)] // CVE-2013-0375
    [InlineData("AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1)] // CVE-2014-3566
    [InlineData("AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9)] // CVE-2012-1516
    [InlineData("AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2)] // CVE-2009-0783
    [InlineData("AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8)] // CVE-2012-0384
    [InlineData("AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8)] // CVE-2015-1098
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5)] // CVE-2014-0160
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)] // CVE-2014-6271
    [InlineData("AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8)] // CVE-2008-1447
    [InlineData("AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8)] // CVE-2014-2005
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 5.8)] // CVE-2010-0467
    [InlineData("AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3)] // CVE-2013-6014
    [InlineData("AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1)] // CVE-2013-1937
    [InlineData("AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4)] // CVE-2014-9253
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0)]
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N", 0.0)]
    public void BaseScore_PublishedExample_IsThePublishedScore(string metrics, double expected)
    {
        Assert.Equal(expected, CvssVector.BaseScoreOf("CVSS:3.1/" + metrics));
        Assert.Equal(expected, CvssVector.BaseScoreOf("CVSS:3.0/" + metrics));
    }

    [Fact]
    public void Score_WithoutEnvironment_IsTheTemporalOne()
    {
        CvssVector vector = CvssVector.Parse("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:U/RL:O/RC:U");

        Assert.Equal(8.0, vector.Score);
        Assert.Equal(CvssSeverity.High, vector.Severity);
        Assert.Equal(CvssSeverity.Critical, vector.BaseSeverity);
    }

    [Fact]
    public void Score_WithEnvironment_IsTheEnvironmentalOne() =>
        Assert.Equal(0.0, CvssVector.Parse("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MC:N/MI:N/MA:N").Score);
}
