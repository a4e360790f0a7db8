using System.Text;
using System.Text.RegularExpressions;
using Hone.Core.Statistics;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tests.Tokens;

public sealed partial class Gpt2PreTokenizerTests
{
    // Spaces, quotes and contraction letters often; every class of character; characters of two, three and four bytes.
    private static readonly string[] Parts =
    [
        " ", " ", "  ", "\n", "\t", "\r\n", "\u00A0", "\u2003", "\u3000", "\u0085", "\u2028", "\u001c", "\u200b", "'", "'", "'s", "'re", "'ll", "'ve",
        "s", "t", "r", "e", "v", "l", "d", "m", "A", "Z", "é", "ß", "Ж", "中", "ا", "ǅ", "ʰ", "𝐀", "𠀀",
        "0", "9", "½", "Ⅷ", "²", "٣", "𝟏", ".", ",", "-", "_", "[", "€", "\u0301", "🚀", "\u200d", "\ue000", "\0",
    ];

    private readonly Gpt2PreTokenizer _preTokenizer = new();

    [Theory]
    [InlineData("I'll  go\n\nnow ", "I|'ll| | go|\n|\n|now| ")]
    [InlineData("a1 b2!? 'sure 's", "a|1| b|2|!?| '|sure| '|s")]
    [InlineData("   ", "   ")]
    [InlineData("x\t y", "x|\t| y")]
    [InlineData("x \ty", "x| |\t|y")]
    public void Split_Example_GivesThesePieces(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Split(text)));

    [Fact]
    public void Split_RandomUnicode_EqualsTheRegularExpression()
    {
        var random = new Xoshiro256(1);
        for (int round = 0; round < 10_000; round++)
        {
            var text = new StringBuilder();
            for (int part = random.Next(20); part >= 0; part--)
                text.Append(random.Next(8) == 0 ? RandomRune(random).ToString() : Parts[random.Next(Parts.Length)]);

            Assert.Equal(SplitByPattern(text.ToString()), Split(text.ToString()));
        }
    }

    [Fact]
    public void Split_RandomBytes_CoversThemExactly()
    {
        var random = new Xoshiro256(2);
        for (int round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            int position = 0;
            while (position < bytes.Length)
            {
                int length = _preTokenizer.NextLength(bytes.AsSpan(position));
                Assert.InRange(length, 1, bytes.Length - position);
                position += length;
            }
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Pattern { get; }

    private List<string> Split(string text)
    {
        var pieces = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (rest.Length > 0)
        {
            int length = _preTokenizer.NextLength(rest);
            pieces.Add(Encoding.UTF8.GetString(rest[..length]));
            rest = rest[length..];
        }
        return pieces;
    }

    /// <summary>.NET's expressions see UTF-16 units, so each character beyond U+FFFF is put as one of its class within the plane.</summary>
    private static List<string> SplitByPattern(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        string stand = string.Concat(runes.Select(rune => rune.IsBmp ? (char)rune.Value : Rune.IsLetter(rune) ? 'Ж' : Rune.IsNumber(rune) ? '½' : '€'));
        return [.. Pattern.Matches(stand).Select(match => string.Concat(runes.Skip(match.Index).Take(match.Length)))];
    }

    private static Rune RandomRune(Xoshiro256 random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x30000), out var rune))
                return rune;
        }
    }
}
