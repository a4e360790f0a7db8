using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Tests.Cleaning;

public class EntityRepairTests
{
    [Theory]
    [InlineData("AT&amp;T", "AT&T")]
    [InlineData("AT&amp;amp;amp;T", "AT&T")]
    [InlineData("said &quot;no&quot;", "said \"no\"")]
    [InlineData("it&#39;s &amp;quot;fine&amp;quot;", "it's \"fine\"")]
    [InlineData("/a?b=1&amp;c=2", "/a?b=1&c=2")]
    [InlineData("a&nbsp;b", "a\u00A0b")]
    [InlineData("don\uFFFDt and user\uFFFDs", "don't and user's")]
    [InlineData("we\uFFFD\uFFFD\uFFFDll", "we'll")]
    public void Repair_Rests_AreReadable(string broken, string expected) => Assert.Equal(expected, EntityRepair.Repair(broken));

    [Theory]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("& is written &amp;")]
    [InlineData("\" becomes &quot;")]
    [InlineData("`&amp;amp;`")]
    [InlineData("```\n&quot;\n```")]
    [InlineData("&amp;lt;script&amp;gt;")]
    [InlineData("R&D; Q&A")]
    [InlineData("lost\uFFFD and found")]
    [InlineData("&amp;#x3c;svg")]
    public void Repair_PayloadsAndExplanations_AreLeft(string text) => Assert.Equal(text, EntityRepair.Repair(text));
}
