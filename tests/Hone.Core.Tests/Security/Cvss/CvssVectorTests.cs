using Hone.Core.Security.Cvss;
using Hone.Core.Statistics;

namespace Hone.Core.Tests.Security.Cvss;

public sealed class CvssVectorTests
{
    private const string Worst31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H";
    private const string Base40 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", CvssVersion.V31)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", CvssVersion.V30)]
    [InlineData("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", CvssVersion.V31)]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", CvssVersion.V20)]
    [InlineData("(AV:N/AC:L/Au:N/C:P/I:P/A:P)", CvssVersion.V20)]
    [InlineData("CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", CvssVersion.V20)]
    [InlineData(Base40, CvssVersion.V40)]
    [InlineData("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", CvssVersion.V40)]
    public void Parse_WithOrWithoutPrefix_KnowsTheVersion(string text, CvssVersion version) => Assert.Equal(version, CvssVector.Parse(text).Version);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("CVSS:3.1", "it is empty")]
    [InlineData("CVSS:3.1/", "it is empty")]
    [InlineData("CVSS:3.2/AV:N", "'CVSS:3.2' is no version of CVSS that is known: 2.0, 3.0, 3.1 and 4.0 are")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "A is missing")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "'' is not a metric and its value, as in AV:N")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ", "A cannot be 'H ': its values are H, L, N")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:N", "AV is given twice")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:P", "A cannot be 'P': its values are H, L, N")]
    [InlineData("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "AV cannot be 'X': its values are N, A, L, P")]
    [InlineData("CVSS:3.1/AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS 3.1 has no metric 'Au'")]
    [InlineData("CVSS:3.1/av:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS 3.1 has no metric 'av'")]
    [InlineData("cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS 3.1 has no metric 'cvss'")]
    [InlineData("CVSS:3.1/AV:N/AC:\u001b[31m\n/PR:N", "AC cannot be '?[31m?': its values are L, H")]
    [InlineData("(AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)", "only CVSS 2 vectors are written in parentheses")]
    [InlineData("AC:L/AV:N/Au:N/C:P/I:P/A:P", "AV comes too late: the order of CVSS 2.0 is fixed")]
    [InlineData("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "AV comes too late: the order of CVSS 4.0 is fixed")]
    [InlineData(Base40 + "/CR:H/E:A", "E comes too late: the order of CVSS 4.0 is fixed")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H", "SI cannot be 'S': its values are H, L, N")]
    [InlineData(Base40 + "/U:red", "U cannot be 'red': its values are X, Clear, Green, Amber, Red")]
    public void TryParse_NoVector_SaysWhy(string text, string expected)
    {
        bool valid = CvssVector.TryParse(text, out CvssVector? vector, out string? reason);

        Assert.False(valid);
        Assert.Null(vector);
        Assert.Equal(expected, reason);
        Assert.Null(CvssVector.BaseScoreOf(text));
        Assert.Equal($"not a CVSS vector: {expected}", Assert.Throws<UserError>(() => CvssVector.Parse(text)).Message);
    }

    [Fact]
    public void TryParse_EndlessText_StaysShortOfWords()
    {
        string text = Worst31 + "/" + new string('x', 10_000_000);

        Assert.False(CvssVector.TryParse(text, out _, out string? reason));
        Assert.True(reason!.Length < 120, reason);
    }

    [Fact]
    public void Parse_Version3InAnyOrder_IsTheSameVector()
    {
        var random = new Xoshiro256(31);
        CvssVector expected = CvssVector.Parse(Worst31 + "/E:P/MAV:L");
        for (int i = 0; i < 200; i++)
        {
            string[] parts = [.. expected.ToString().Split('/')[1..], .. i % 2 == 0 ? (string[])["RL:X"] : []];
            random.Shuffle<string>(parts);

            CvssVector vector = CvssVector.Parse("CVSS:3.1/" + string.Join('/', parts));

            Assert.Equal(expected, vector);
            Assert.Equal(expected.ToString(), vector.ToString());
        }
    }

    [Fact]
    public void Indexer_ByName_GivesTheValueOrNotDefined()
    {
        CvssVector vector = CvssVector.Parse(Base40 + "/E:P/MSI:S/U:Amber");

        Assert.Equal("N", vector["AV"]);
        Assert.Equal("P", vector["E"]);
        Assert.Equal("S", vector["MSI"]);
        Assert.Equal("Amber", vector["U"]);
        Assert.Equal("X", vector["CR"]);
        Assert.Null(vector["Au"]);
        Assert.Equal("ND", CvssVector.Parse("AV:N/AC:L/Au:N/C:P/I:P/A:P")["RL"]);
    }

    [Theory]
    [InlineData(CvssVersion.V20, 14)]
    [InlineData(CvssVersion.V30, 22)]
    [InlineData(CvssVersion.V31, 22)]
    [InlineData(CvssVersion.V40, 32)]
    public void ToString_OfVectorsByChance_ReadsAsTheSameVector(CvssVersion version, int metrics)
    {
        Assert.Equal(metrics, CvssVector.MetricsOf(version).Count);
        foreach (string text in AllVectors.ByChance(version, 2_000, 7))
        {
            CvssVector vector = CvssVector.Parse(text);

            Assert.Equal(vector, CvssVector.Parse(vector.ToString()));
            foreach (string pair in text.Split('/').Where(p => !p.StartsWith("CVSS", StringComparison.Ordinal)))
                Assert.Equal(pair.Split(':')[1], vector[pair.Split(':')[0]]);
        }
    }

    [Fact]
    public void TryParse_TextByChance_NeverThrowsAndAgreesWithItself()
    {
        var random = new Xoshiro256(4);
        string[] pieces = ["CVSS:", "3.1", "4.0", "2.0", "/", "/", "/", ":", "AV:N", "AC:L", "Au:N", "C:P", "PR:N", "UI:N", "S:U", "C:H", "I:H", "A:H", "(", ")", "AT:N", "VC:H", "X", "\0", "\ud800", "é", " ", "\n"];
        int valid = 0;
        for (int i = 0; i < 100_000; i++)
        {
            string text = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]))
                : Broken(i % 4 == 1 ? Worst31 : Base40, random);

            bool parsed = CvssVector.TryParse(text, out CvssVector? vector, out string? reason);

            Assert.Equal(parsed, CvssVector.BaseScoreOf(text) is not null);
            Assert.True(parsed ? vector!.Score is >= 0 and <= 10 : reason is { Length: > 0 and < 160 });
            valid += parsed ? 1 : 0;
        }

        Assert.InRange(valid, 100, 99_000);
    }

    [Fact]
    public void BaseScoreOf_AllocatesNothing()
    {
        CvssVector.BaseScoreOf(Worst31);
        CvssVector.BaseScoreOf(Base40);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            CvssVector.BaseScoreOf(Worst31);
            CvssVector.BaseScoreOf(Base40);
            CvssVector.BaseScoreOf("CVSS:3.1/AV:N/AC:nonsense");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(0.0, CvssVersion.V31, CvssSeverity.None)]
    [InlineData(0.1, CvssVersion.V31, CvssSeverity.Low)]
    [InlineData(3.9, CvssVersion.V31, CvssSeverity.Low)]
    [InlineData(4.0, CvssVersion.V40, CvssSeverity.Medium)]
    [InlineData(6.9, CvssVersion.V30, CvssSeverity.Medium)]
    [InlineData(7.0, CvssVersion.V31, CvssSeverity.High)]
    [InlineData(8.9, CvssVersion.V31, CvssSeverity.High)]
    [InlineData(9.0, CvssVersion.V31, CvssSeverity.Critical)]
    [InlineData(10.0, CvssVersion.V40, CvssSeverity.Critical)]
    [InlineData(10.0, CvssVersion.V20, CvssSeverity.High)]
    [InlineData(0.0, CvssVersion.V20, CvssSeverity.Low)]
    public void Severity_OfAScore_IsThatOfTheScale(double score, CvssVersion version, CvssSeverity expected) => Assert.Equal(expected, CvssSeverities.Of(score, version));

    private static string Broken(string vector, Xoshiro256 random)
    {
        char[] letters = [.. vector];
        for (int changes = random.Next(4); changes > 0; changes--)
            letters[random.Next(letters.Length)] = vector[random.Next(vector.Length)];
        return new string(letters, 0, random.Next(3) == 0 ? random.Next(letters.Length) : letters.Length);
    }
}
