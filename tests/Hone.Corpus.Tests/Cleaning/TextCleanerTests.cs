using Hone.Core.Statistics;
using Hone.Corpus.Cleaning;

namespace Hone.Corpus.Tests.Cleaning;

public class TextCleanerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t\n", "")]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("a  \n\n\n\n  b\t\n", "a\n\n  b")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("a\u00A0b\u2003c", "a b c")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth \uFEFFmark", "softhyphen zerowidth mark")]
    [InlineData("if (admin\u202E \u2066)", "if (admin )")]
    [InlineData("nul\0 bell\a esc\e[31mred\e[0m", "nul bell escred")]
    [InlineData("\e]0;title\arest", "rest")]
    [InlineData("hi\U000E0041\U000E0042!", "hi!")]
    [InlineData("family 👨\u200D👩", "family 👨\u200D👩")]
    [InlineData("\tcode\n\t\tmore", "\tcode\n\t\tmore")]
    [InlineData("# H\n\n- a\n  - b\n\n```\nx\n```", "# H\n\n- a\n  - b\n\n```\nx\n```")]
    public void Clean_Cases_AreAsExpected(string text, string expected) => Assert.Equal(expected, TextCleaner.Clean(text));

    [Fact]
    public void Clean_HalfSurrogatePairs_BecomeReplacementCharacters() => Assert.Equal("half \uFFFD pair \uFFFD", TextCleaner.Clean("half \ud800 pair \udc00"));

    [Fact]
    public void Clean_RandomCharacters_IsStableAndHoldsNothingInvisible()
    {
        var random = new Random(11);
        for (int i = 0; i < 500; i++)
        {
            string text = new([.. Enumerable.Range(0, 60).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x100 : 0x10000))]);

            string clean = TextCleaner.Clean(text);

            Assert.Equal(clean, TextCleaner.Clean(clean));
            Assert.DoesNotContain(clean, c => char.IsControl(c) && c is not ('\n' or '\t'));
        }
    }

    [Fact]
    public void Clean_AwkwardTexts_AreThoseOfThePlainWay()
    {
        var random = new Xoshiro256(21);
        for (int i = 0; i < 5000; i++)
        {
            string text = RandomText.Make(random, random.Next(200));

            Assert.Equal(PlainTextCleaner.Clean(text), TextCleaner.Clean(text));
        }
    }

    [Fact]
    public void Clean_CleanText_IsTheSameString()
    {
        string text = "# Clean\n\nA text – with “quotes” and nothing to do.";

        Assert.Same(text, TextCleaner.Clean(text));
    }
}
