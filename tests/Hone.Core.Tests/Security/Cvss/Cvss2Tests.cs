using Hone.Core.Security.Cvss;

namespace Hone.Core.Tests.Security.Cvss;

public sealed class Cvss2Tests
{
    [Fact]
    public void BaseScore_EveryVector_IsThatOfTheEquationsInFractions()
    {
        string[] vectors = [.. AllVectors.Base(CvssVersion.V20)];

        Assert.Equal(729, vectors.Distinct().Count());
        foreach (string vector in vectors)
        {
            Assert.Equal((vector, CvssPaper.Two(vector).Base / 10.0), (vector, CvssVector.Parse(vector).BaseScore));
            Assert.InRange(CvssVector.BaseScoreOf(vector)!.Value, 0, 10);
        }
    }

    [Fact]
    public void Scores_VectorsByChance_AreThoseOfTheEquationsInFractions()
    {
        foreach (string vector in AllVectors.ByChance(CvssVersion.V20, 10_000, 2))
        {
            var paper = CvssPaper.Two(vector);
            CvssVector read = CvssVector.Parse(vector);

            Assert.Equal((vector, paper.Base / 10.0, paper.Temporal / 10.0, paper.Environmental / 10.0), (vector, read.BaseScore, read.TemporalScore, read.EnvironmentalScore));
        }
    }

    /// <summary>The guide's section 3.3.</summary>
    [Theory]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 7.8, 6.4, 9.2)] // CVE-2002-0392
    [InlineData("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 10.0, 8.3, 9.0)] // CVE-2003-0818
    [InlineData("AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 6.2, 4.9, 7.5)] // CVE-2003-0062
    public void Scores_PublishedExample_AreThePublishedOnes(string text, double score, double temporal, double environmental)
    {
        CvssVector vector = CvssVector.Parse(text);

        Assert.Equal((score, temporal, environmental), (vector.BaseScore, vector.TemporalScore, vector.EnvironmentalScore));
        Assert.Equal(environmental, vector.Score);
    }
}
