using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hone.Core.Statistics;
using Hone.Corpus.Dedup;
using Hone.Corpus.Tests.Cleaning;

namespace Hone.Corpus.Tests.Dedup;

public class ExactDuplicatesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData(" A  b\u00A0C\r\n ")]
    [InlineData("ÉCOLE Straße İstanbul ΑΣ")]
    [InlineData("half \ud800 pair \udc00")]
    [InlineData("emoji 😀😀 and 𐐀 capital")]
    [InlineData("x\u2003\u3000y")]
    public void KeyOf_Text_IsThatOfThePlainWay(string text) => Assert.Equal(Plain(text), ExactDuplicates.KeyOf(text));

    [Fact]
    public void KeyOf_RandomTexts_IsThatOfThePlainWay()
    {
        var random = new Xoshiro256(12);
        for (int trial = 0; trial < 2000; trial++)
        {
            string text = RandomText.Make(random, random.Next(400));

            Assert.Equal(Plain(text), ExactDuplicates.KeyOf(text));
        }
    }

    [Fact]
    public void KeyOf_CaseAndWhiteSpace_DoNotMatter() => Assert.Equal(ExactDuplicates.KeyOf("One  two\nthree "), ExactDuplicates.KeyOf("one TWO\tthree"));

    private static UInt128 Plain(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
                normal.Append(char.ToLowerInvariant(c));
            else if (normal.Length > 0 && normal[^1] != ' ')
                normal.Append(' ');
        }
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(normal.ToString().TrimEnd(' '))));
    }
}
