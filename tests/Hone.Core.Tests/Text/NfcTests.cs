using Hone.Core.Text;

namespace Hone.Core.Tests.Text;

public class NfcTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("a\u0323\u0307", "\u1EA1\u0307")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")]
    [InlineData("s\u0323\u0307", "\u1E69")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u0300x", "\u0300x")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("😀 naïve – “quoted”", "😀 naïve – “quoted”")]
    public void Normalize_Cases_OfUnicodesOwnReport(string text, string expected) => Assert.Equal(expected, Nfc.Normalize(text));

    [Fact]
    public void Normalize_Twice_ChangesNothing()
    {
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            string text = string.Concat(Enumerable.Range(0, 12).Select(_ => char.ConvertFromUtf32(random.Next(3) switch { 0 => random.Next(0x20, 0x250), 1 => random.Next(0x300, 0x370), _ => random.Next(0x1100, 0x3000) })));
            string once = Nfc.Normalize(text);

            Assert.Equal(once, Nfc.Normalize(once));
        }
    }

    [Fact]
    public void Normalize_Stretches_AreAsTheWholeText()
    {
        int[] awkward = [0x300, 0x301, 0x323, 0x344, 0x958, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x212B, 0xE9, 0x1E69, 0x1D15E, 0x11099, 0x110BA, 0x1F600, 'a', 's', ' ', 0x1B05, 0x1B35, 0x9C7, 0x9BE];
        var random = new Random(8);
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => char.ConvertFromUtf32(awkward[random.Next(awkward.Length)])));

            Assert.Equal(Whole(text), Nfc.Normalize(text));
        }
    }

    private static string Whole(string text) => string.Concat(NormalForms.Current
        .Apply(NormalForm.C, [.. text.EnumerateRunes().Select(rune => new FormedPoint(rune.Value, 0, 0))])
        .Select(point => char.ConvertFromUtf32(point.Value)));
}
