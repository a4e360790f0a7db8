using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tests.Tokens;

public sealed class SplittingPatternsTests
{
    // Spaces, quotes and contraction letters often; every class of character; characters of two, three and four bytes.
    private static readonly string[] Parts =
    [
        " ", " ", "  ", "\n", "\t", "\r\n", "\u00A0", "\u2003", "\u3000", "\u0085", "\u2028", "\u001c", "\u200b", "'", "'", "'s", "'re", "'ll", "'ve",
        "s", "t", "r", "e", "v", "l", "d", "m", "A", "Z", "É", "S", "LL", "é", "ß", "Ж", "中", "ا", "ǅ", "ʰ", "𝐀", "𠀀",
        "0", "9", "½", "Ⅷ", "²", "٣", "𝟏", ".", ",", "-", "_", "/", "\r", "\u0903", "[", "€", "\u0301", "𝒶", "🚀", "\u200d", "\ue000", "\0",
    ];

    [Theory]
    [InlineData(SplittingPattern.Gpt2, "I'll  go\n\nnow ", "I|'ll| | go|\n|\n|now| ")]
    [InlineData(SplittingPattern.Gpt2, "a1 b2!? 'sure 's", "a|1| b|2|!?| '|sure| '|s")]
    [InlineData(SplittingPattern.Gpt2, "   ", "   ")]
    [InlineData(SplittingPattern.Gpt2, "x\t y", "x|\t| y")]
    [InlineData(SplittingPattern.Gpt2, "x \ty", "x| |\t|y")]
    [InlineData(SplittingPattern.Llama3, "We'LL pay 12345\n\n  [x]\n", "We|'LL| pay| |123|45|\n\n| | [|x|]\n")]
    [InlineData(SplittingPattern.Llama3, "\tint x; \n\n  y", "\tint| x|;| \n\n| | y")]
    [InlineData(SplittingPattern.Qwen2, "in 2024 @x", "in| |2|0|2|4| @|x")]
    [InlineData(SplittingPattern.O200k, "getHTTPResponse it's // x", "get|HTTPResponse| it's| //| x")]
    [InlineData(SplittingPattern.O200k, "\u65E5\u672CABC 1234", "\u65E5\u672C|ABC| |123|4")]
    [InlineData(SplittingPattern.Tekken, "it's 12", "it|'s| |1|2")]
    public void Split_Example_GivesThesePieces(SplittingPattern pattern, string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Split(SplittingPatterns.Of(pattern), text)));

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Split_RandomUnicode_EqualsTheRegularExpression(SplittingPattern pattern)
    {
        var expression = new Regex(SplittingPatterns.ExpressionOf(pattern), RegexOptions.CultureInvariant);
        var cut = SplittingPatterns.Of(pattern);
        var random = new Xoshiro256(1);
        for (int round = 0; round < 10_000; round++)
        {
            var text = new StringBuilder();
            for (int part = random.Next(20); part >= 0; part--)
                text.Append(random.Next(8) == 0 ? RandomRune(random).ToString() : Parts[random.Next(Parts.Length)]);

            Assert.Equal(SplitByExpression(expression, text.ToString()), Split(cut, text.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Split_RandomBytes_CoversThemExactly(SplittingPattern pattern)
    {
        var cut = SplittingPatterns.Of(pattern);
        var random = new Xoshiro256(2);
        for (int round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            int position = 0;
            while (position < bytes.Length)
            {
                int length = cut.NextLength(bytes.AsSpan(position));
                Assert.InRange(length, 1, bytes.Length - position);
                position += length;
            }
        }
    }

    public static TheoryData<SplittingPattern> Patterns => [.. Enum.GetValues<SplittingPattern>()];

    private static List<string> Split(IPreTokenizer cut, string text)
    {
        var pieces = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (rest.Length > 0)
        {
            int length = cut.NextLength(rest);
            pieces.Add(Encoding.UTF8.GetString(rest[..length]));
            rest = rest[length..];
        }
        return pieces;
    }

    /// <summary>.NET's expressions see UTF-16 units, so each character beyond U+FFFF is put as one of its class within the plane.</summary>
    private static List<string> SplitByExpression(Regex expression, string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        string stand = string.Concat(runes.Select(StandIn));
        return [.. expression.Matches(stand).Select(match => string.Concat(runes.Skip(match.Index).Take(match.Length)))];
    }

    private static char StandIn(Rune rune) => rune.IsBmp ? (char)rune.Value : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => 'Ж',
        UnicodeCategory.LowercaseLetter => 'ж',
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => '中',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0301',
        _ => Rune.IsNumber(rune) ? '½' : '€',
    };

    private static Rune RandomRune(Xoshiro256 random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x30000), out var rune))
                return rune;
        }
    }
}
