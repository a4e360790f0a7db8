using System.Text;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tests.Tokens;

/// <summary>The small ways of cutting; dropped pieces stand in brackets.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("a--b-c--", "a|--|b-c|--")]
    [InlineData("--", "--")]
    public void Literal_Alone(string text, string expected) => Check(new LiteralPreTokenizer("--"u8.ToArray(), LiteralPlace.Alone), text, expected);

    [Theory]
    [InlineData("a b  c ", "a |b | |c ")]
    public void Literal_WithPrevious(string text, string expected) => Check(new LiteralPreTokenizer(" "u8.ToArray(), LiteralPlace.WithPrevious), text, expected);

    [Theory]
    [InlineData("▁a▁▁b▁", "▁a|▁|▁b|▁")]
    [InlineData("a▁b", "a|▁b")]
    public void Literal_WithNext(string text, string expected) => Check(new LiteralPreTokenizer("▁"u8.ToArray(), LiteralPlace.WithNext), text, expected);

    [Theory]
    [InlineData("a,b,,", "a|[,]|b|[,]|[,]")]
    public void Literal_Dropped(string text, string expected) => Check(new LiteralPreTokenizer(","u8.ToArray(), LiteralPlace.Dropped), text, expected);

    [Theory]
    [InlineData("▁▁a▁b▁▁", "▁▁a|▁b|▁▁")]
    [InlineData("a", "a")]
    public void MarkedWord_CutsBeforeRuns(string text, string expected) => Check(new MarkedWordPreTokenizer("▁"u8.ToArray()), text, expected);

    [Theory]
    [InlineData("Hey_1 you!? é", "Hey_1|[ ]|you|!?|[ ]|é")]
    public void Word_CutsWordsFromTheRest(string text, string expected) => Check(new WordPreTokenizer(), text, expected);

    [Theory]
    [InlineData(" a \n b!", "[ ]|a|[ \n ]|b!")]
    public void WhiteSpace_IsDropped(string text, string expected) => Check(new WhiteSpacePreTokenizer(), text, expected);

    [Theory]
    [InlineData(false, "a12½b", "a|12½|b")]
    [InlineData(true, "a12½b", "a|1|2|½|b")]
    public void Digits_StandApart(bool individual, string text, string expected) => Check(new Digits(individual), text, expected);

    [Theory]
    [InlineData(false, "a--$b…", "a|-|-|$|b|…")]
    [InlineData(true, "a--$b…", "a|--$|b|…")]
    public void Punctuation_StandsApart(bool contiguous, string text, string expected) => Check(new PunctuationPreTokenizer(contiguous), text, expected);

    private static void Check(IPreTokenizer cut, string text, string expected)
    {
        var pieces = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (rest.Length > 0)
        {
            int length = cut.NextLength(rest);
            string piece = Encoding.UTF8.GetString(rest[..length]);
            pieces.Add(cut.Drops(rest[..length]) ? $"[{piece}]" : piece);
            rest = rest[length..];
        }
        Assert.Equal(expected, string.Join('|', pieces));
    }
}
