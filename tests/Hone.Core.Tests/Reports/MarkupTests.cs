using System.Xml.Linq;
using Hone.Core.Reports;
using Hone.Core.Statistics;

namespace Hone.Core.Tests.Reports;

public class MarkupTests
{
    [Fact]
    public void Of_TextInHoles_IsEncoded()
    {
        var text = "<script>\"&'";

        Assert.Equal("<p title=\"&lt;script&gt;&quot;&amp;&#x27;\">&lt;script&gt;&quot;&amp;&#x27;</p>", Markup.Of($"<p title=\"{text}\">{text}</p>").Html);
    }

    [Fact]
    public void Of_MarkupInHoles_IsKept()
    {
        var bold = Markup.Of($"<b>{"<"}</b>");

        Assert.Equal("<p><b>&lt;</b><b>&lt;</b><b>&lt;</b></p>", Markup.Of($"<p>{bold}{new[] { bold, bold }}</p>").Html);
    }

    [Fact]
    public void Of_Numbers_AreInvariant() => Assert.Equal("1234.5 7", Markup.Of($"{1234.5:F1} {7}").Html);

    [Theory]
    [InlineData("a\u0000\u001B[31m\u007Fb", "a\uFFFD\uFFFD[31m\uFFFDb")]
    [InlineData("\u202Etxt.exe\u2066", "\uFFFDtxt.exe\uFFFD")]
    [InlineData("na\u00EFve \u20AC", "na\u00EFve \u20AC")]
    public void Of_CharactersThatMislead_AreReplaced(string text, string expected) => Assert.Equal(expected, Markup.Of($"{text}").Html);

    [Fact]
    public void Of_HalfAPair_IsReplaced()
    {
        var half = new string(['\uD800', 'x']);

        Assert.Equal("\uFFFDx", Markup.Of($"{half}").Html);
    }

    [Fact]
    public void Of_AnyText_IsWellFormedAndComesBack()
    {
        var random = new Xoshiro256(5);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3) == 0 ? (char)random.Next(0x10000) : "<>&\"'/ -!"[random.Next(9)]));

            var element = XElement.Parse(Markup.Of($"<p a=\"{text}\">{text}</p>").Html, LoadOptions.PreserveWhitespace);

            Assert.Equal(text.Length, element.Value.Length);
            Assert.Empty(element.Elements());
        }
    }
}
