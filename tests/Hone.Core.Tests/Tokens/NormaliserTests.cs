using System.Text;
using Hone.Core.Text;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Normalisers;

namespace Hone.Core.Tests.Tokens;

public sealed class NormaliserTests
{
    [Theory]
    [InlineData("C", "e\u0301 \u1100\u1161\u11A8", "é 각")]
    [InlineData("D", "é 각", "e\u0301 \u1100\u1161\u11A8")]
    [InlineData("KC", "ﬁ ① ﾊﾞ \u0385", "fi 1 バ \u0020\u0308\u0301")]
    [InlineData("KD", "ﬁ é Å", "fi e\u0301 A\u030A")]
    [InlineData("KC", "plain", "plain")]
    public void TryApply_NormalForm_GivesIt(string form, string text, string expected) =>
        Assert.Equal(expected, Apply(new UnicodeNormaliser(Enum.Parse<NormalForm>(form)), text).Text);

    [Fact]
    public void TryApply_CharactersNewerThanUnicode9_StayAsHuggingFaceLeavesThem()
    {
        const string NewerMarks = "a\u08D3\u0301";

        Assert.Equal(NewerMarks, Apply(new UnicodeNormaliser(NormalForm.D), NewerMarks).Text);
        Assert.Equal("\u32FF", Apply(new UnicodeNormaliser(NormalForm.KC), "\u32FF").Text);
    }

    [Theory]
    [InlineData("ÀB İ", "àb i\u0307")]
    [InlineData("plain", "plain")]
    public void TryApply_Lowercase_GoesByCharacter(string text, string expected) =>
        Assert.Equal(expected, Apply(CharacterNormaliser.Lowercase, text).Text);

    [Fact]
    public void TryApply_InvalidUtf8_IsKept()
    {
        byte[] text = [0x41, 0xCC, 0x81, 0xFF, 0x65, 0xCC, 0x81, 0xE2, 0x82];
        var slice = new TextSlice(text, default, atStart: true);
        var output = new TextBuffer();
        output.StartFor(slice);

        Assert.True(new UnicodeNormaliser(NormalForm.C).TryApply(slice, output));
        Assert.Equal([0xC3, 0x81, 0xFF, 0xC3, 0xA9, 0xE2, 0x82], output.Slice(atStart: true).Bytes.ToArray());
    }

    [Fact]
    public void TryApply_Composed_HasTheRangeOfAllItsParts()
    {
        var (text, origins) = Apply(new UnicodeNormaliser(NormalForm.C), "xe\u0301y");

        Assert.Equal("xéy", text);
        Assert.Equal([new(0, 1), new(1, 3), new(1, 3), new(3, 4)], origins);
    }

    [Theory]
    [InlineData(1, false, "a  b c", "a__b_c")]
    [InlineData(2, true, "a  b c   ", "a_b c_")]
    [InlineData(1, true, "a  b c   ", "a_b_c_")]
    public void TryApply_Replace_TakesSingleOnesOrRuns(int atLeast, bool repeats, string text, string expected) =>
        Assert.Equal(expected, Apply(new ReplaceNormaliser([(byte)' '], [(byte)'_'], atLeast, repeats), text).Text);

    [Theory]
    [InlineData(true, true, " \u3000x \n", "x")]
    [InlineData(true, false, " x ", "x ")]
    [InlineData(true, true, "   ", "")]
    public void TryApply_Strip_TakesWhiteSpaceOffTheEnds(bool left, bool right, string text, string expected) =>
        Assert.Equal(expected, Apply(new StripNormaliser(left, right), text).Text);

    [Fact]
    public void TryApply_GrowthWithoutEnd_IsRefused()
    {
        var grow = new ReplaceNormaliser([(byte)'a'], [.. Enumerable.Repeat((byte)'a', 1000)]);

        Assert.Throws<UserError>(() => Apply(grow, new string('a', 10_000)));
    }

    private static (string Text, TextRange[] Origins) Apply(INormaliser normaliser, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var origins = text.SelectMany((unit, i) => Enumerable.Repeat(new TextRange(i, i + 1), Encoding.UTF8.GetByteCount([unit]))).ToArray();
        var slice = new TextSlice(bytes, origins, atStart: true);
        var output = new TextBuffer();
        output.StartFor(slice);
        if (!normaliser.TryApply(slice, output))
            return (text, origins);
        var result = output.Slice(atStart: true);
        return (Encoding.UTF8.GetString(result.Bytes), result.Origins.ToArray());
    }
}
