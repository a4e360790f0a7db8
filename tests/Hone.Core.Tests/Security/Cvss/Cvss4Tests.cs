using Hone.Core.Security.Cvss;

namespace Hone.Core.Tests.Security.Cvss;

public sealed class Cvss4Tests
{
    /// <summary>FIRST, "CVSS v4.0 Examples", and the ends of the scale.</summary>
    [Theory]
    [InlineData("AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3)] // CVE-2022-41741
    [InlineData("AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7)] // CVE-2020-3549
    [InlineData("AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 5.2)]
    [InlineData("AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3)] // CVE-2023-3089
    [InlineData("AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6)] // CVE-2021-44714
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1)] // CVE-2022-21830
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9)] // CVE-2022-22186
    [InlineData("AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9)] // CVE-2023-21989
    [InlineData("AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 9.4)]
    [InlineData("AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:H", 6.4)] // CVE-2013-6014
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 8.7)] // CVE-2014-0160
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0)] // CVE-2021-44228
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0)]
    public void Score_PublishedExample_IsThePublishedScore(string metrics, double expected) => Assert.Equal(expected, CvssVector.Parse("CVSS:4.0/" + metrics).Score);

    [Fact]
    public void BaseScore_EveryVector_IsThatOfTheSpecificationsSearch()
    {
        int all = 0;
        foreach (string vector in AllVectors.Base(CvssVersion.V40))
            if (all++ % 7 == 0)
                Assert.Equal((vector, Cvss4Paper.Score(vector)), (vector, CvssVector.BaseScoreOf(vector)!.Value));

        Assert.Equal(104_976, all);
    }

    [Fact]
    public void Score_VectorsByChance_IsThatOfTheSpecificationsSearch()
    {
        foreach (string text in AllVectors.ByChance(CvssVersion.V40, 20_000, 40))
        {
            CvssVector vector = CvssVector.Parse(text);

            Assert.Equal((text, Cvss4Paper.Score(text)), (text, vector.Score));
            Assert.Equal(vector.EnvironmentalScore, vector.Score);
            string withoutEnvironment = string.Join('/', text.Split('/').Where(p => !IsEnvironmental(p)));
            Assert.Equal((text, Cvss4Paper.Score(withoutEnvironment)), (text, vector.TemporalScore));
        }

        static bool IsEnvironmental(string pair) => CvssVector.MetricsOf(CvssVersion.V40).Any(m => m.Group == CvssGroup.Environmental && pair.StartsWith(m.Name + ":", StringComparison.Ordinal));
    }

    /// <summary>8.55 by the equations; in binary fractions it comes out a shade less, and calculators that add in them say 8.5.</summary>
    [Fact]
    public void BaseScore_HalfOfATenth_RoundsUp() => Assert.Equal(8.6, CvssVector.BaseScoreOf("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H"));

    [Fact]
    public void Score_VectorsByChance_HasOneDecimalFromZeroToTen()
    {
        foreach (string text in AllVectors.ByChance(CvssVersion.V40, 2_000, 41))
        {
            double score = CvssVector.Parse(text).Score;

            Assert.Equal(score, Math.Round(score, 1));
            Assert.InRange(score, 0, 10);
        }
    }

    [Fact]
    public void BaseScore_OneMetricWorse_IsNeverLower()
    {
        CvssMetric[] metrics = [.. CvssVector.MetricsOf(CvssVersion.V40).Where(m => m.Group == CvssGroup.Base)];
        var lower = new List<string>();
        foreach (CvssValues values in Every(metrics, 0, default))
            for (int m = 0; m < metrics.Length; m++)
                if (values[m] > 0 && Cvss4.Base(values.With(m, values[m] - 1)) < Cvss4.Base(values))
                    lower.Add($"{new CvssVector(CvssVersion.V40, values)} {metrics[m].Name}");

        Assert.Empty(lower);

        static IEnumerable<CvssValues> Every(CvssMetric[] metrics, int from, CvssValues values) => from == metrics.Length
            ? [values]
            : Enumerable.Range(0, metrics[from].Values.Count).SelectMany(v => Every(metrics, from + 1, values.With(from, v)));
    }

    /// <summary>The sum was taken over the specification's own table, key by key: a slip of the pen shows here.</summary>
    [Fact]
    public void MacroVectors_Weighed_AreThePublishedTable() =>
        Assert.Equal(1_871_117, Enumerable.Range(0, 270).Sum(i => (i + 1) * Cvss4MacroVectors.Score(i / 90, i / 45 % 2, i / 9 % 5, i / 3 % 3, i % 3)));

    [Fact]
    public void MacroVectors_OneLevelLower_NeverScoreHigher()
    {
        int[][] below36 = [[1, 2], [3], [3], [4], []];
        for (int i = 0; i < 270; i++)
        {
            (int eq1, int eq2, int eq36, int eq4, int eq5) = (i / 90, i / 45 % 2, i / 9 % 5, i / 3 % 3, i % 3);
            int score = Cvss4MacroVectors.Score(eq1, eq2, eq36, eq4, eq5);

            Assert.InRange(score, 1, 100);
            Assert.True(eq1 == 2 || score >= Cvss4MacroVectors.Score(eq1 + 1, eq2, eq36, eq4, eq5), $"EQ1 of {i}");
            Assert.True(eq2 == 1 || score >= Cvss4MacroVectors.Score(eq1, eq2 + 1, eq36, eq4, eq5), $"EQ2 of {i}");
            Assert.True(eq4 == 2 || score >= Cvss4MacroVectors.Score(eq1, eq2, eq36, eq4 + 1, eq5), $"EQ4 of {i}");
            Assert.True(eq5 == 2 || score >= Cvss4MacroVectors.Score(eq1, eq2, eq36, eq4, eq5 + 1), $"EQ5 of {i}");
            Assert.All(below36[eq36], next => Assert.True(score >= Cvss4MacroVectors.Score(eq1, eq2, next, eq4, eq5), $"EQ3 and EQ6 of {i}"));
        }
    }

    [Theory]
    [InlineData("E:P")]
    [InlineData("E:U")]
    [InlineData("CR:L/IR:L/AR:L")]
    [InlineData("MAV:P/MAC:H")]
    [InlineData("MVC:N/MVI:N/MVA:N/MSC:N/MSI:N/MSA:N")]
    public void Score_MilderThreatOrSurroundings_IsNeverHigher(string more)
    {
        foreach (string vector in AllVectors.Base(CvssVersion.V40).Where((_, i) => i % 11 == 0))
            Assert.True(CvssVector.Parse($"{vector}/{more}").Score <= CvssVector.BaseScoreOf(vector), vector);
    }

    [Fact]
    public void Score_SupplementalMetrics_DoNotCount()
    {
        const string Vector = "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";

        Assert.Equal(CvssVector.Parse(Vector).Score, CvssVector.Parse(Vector + "/S:P/AU:Y/R:I/V:C/RE:H/U:Red").Score);
    }
}
