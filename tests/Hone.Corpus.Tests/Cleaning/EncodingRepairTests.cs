using System.Text;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Tests.Cleaning;

public class EncodingRepairTests
{
    [Theory]
    [InlineData("donâ€™t", "don’t")]
    [InlineData("cafÃ© crÃ¨me", "café crème")]
    [InlineData("â€œquotedâ€\u009D", "“quoted”")]
    [InlineData("â€œquotedâ€\uFFFD", "“quoted”")]
    [InlineData("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет")]
    [InlineData("it\u00E2\u0080\u0099s", "it’s")]
    [InlineData("donÃ¢â‚¬â„¢t", "don’t")]
    [InlineData("Ã\u00A9tude\nGRÃ‰S", "étude\nGRÉS")]
    [InlineData("ðŸ˜€ smile", "😀 smile")]
    public void Repair_Mojibake_IsUndone(string broken, string expected) => Assert.Equal(expected, EncodingRepair.Repair(broken));

    [Theory]
    [InlineData("plain ASCII")]
    [InlineData("café – déjà vu")]
    [InlineData("IRMÃ… and CAFÉ…")]
    [InlineData("„GRÖß“ Ü–1")]
    [InlineData("é is shown as Ã©")]
    [InlineData("`Ã©` in code")]
    [InlineData("```\npayload Ã©\n```")]
    [InlineData("привет мир")]
    [InlineData("日本語")]
    [InlineData("Â")]
    [InlineData("raw bytes Ã\u00A9 \u00FF")]
    public void Repair_RightOrUncertain_IsLeft(string text) => Assert.Equal(text, EncodingRepair.Repair(text));

    [Fact]
    public void Repair_WhatWasReadWrong_ComesBack()
    {
        foreach (string text in (string[])["naïve Größe — “yes”", "Привет, мир", "価格は€5", "œuvre ‘quoted’ naïve"])
        {
            string once = Misread(text);

            Assert.Equal(text, EncodingRepair.Repair(once));
            Assert.Equal(text, EncodingRepair.Repair(Misread(once)));
        }
    }

    [Fact]
    public void Repair_RandomText_NeverFails()
    {
        var random = new Hone.Core.Statistics.Xoshiro256(5);
        for (int i = 0; i < 2000; i++)
        {
            string text = new([.. Enumerable.Range(0, 30).Select(_ => (char)(random.NextUInt64() % (i % 2 == 0 ? 0x120u : 0x2200u)))]);

            string repaired = EncodingRepair.Repair(text);

            Assert.Equal(repaired, EncodingRepair.Repair(repaired));
        }
    }

    private static string Misread(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
