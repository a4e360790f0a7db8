using System.Text;
using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

public sealed class TokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EncodeBytes_RandomBytes_DecodesToTheSameBytes()
    {
        var tokenizer = SmallTokenizer.Train();
        var random = new Xoshiro256(3);
        for (int round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);

            Assert.Equal(bytes, tokenizer.DecodeBytes(tokenizer.EncodeBytes(bytes)));
        }
    }

    [Fact]
    public void EncodeBytes_Utf8_EqualsEncode()
    {
        var tokenizer = SmallTokenizer.Train();
        foreach (string text in SmallTokenizer.Texts(4, 50))
        {
            int[] ids = tokenizer.Encode(text);

            Assert.Equal(ids, tokenizer.EncodeBytes(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(ids.Length, tokenizer.CountTokens(text));
            Assert.Equal(text, tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Encode_HalfASurrogatePair_BecomesTheReplacementCharacter()
    {
        var tokenizer = SmallTokenizer.Train();

        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\ud83db")));
    }

    [Fact]
    public void Encode_MegabyteWithoutASpace_RoundTrips()
    {
        var tokenizer = SmallTokenizer.Train();
        string text = SmallTokenizer.Word(new Xoshiro256(5), 4) + new string('a', 1 << 20);

        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Encode_FromManyThreads_GivesTheSameIds()
    {
        var tokenizer = SmallTokenizer.Train();
        var texts = SmallTokenizer.Texts(6, 400);
        int[][] expected = [.. texts.Select(text => tokenizer.Encode(text))];
        var actual = new int[texts.Count][];

        Parallel.For(0, texts.Count, i => actual[i] = tokenizer.Encode(texts[i]));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Encode_SpecialTokenInText_IsTextUnlessAllowed()
    {
        var tokenizer = SmallTokenizer.Train();
        const string Text = "a<|endoftext|>b";

        Assert.DoesNotContain(tokenizer.EndOfText, tokenizer.Encode(Text));
        Assert.Equal(1, tokenizer.Encode(Text, allowSpecial: true).Count(id => id == tokenizer.EndOfText));
        Assert.Equal(Text, tokenizer.Decode(tokenizer.Encode(Text)));
        Assert.Equal(Text, tokenizer.Decode(tokenizer.Encode(Text, allowSpecial: true)));
    }

    [Fact]
    public void Encode_OverlappingSpecialTokens_TakesTheLeftmostThenTheLongest()
    {
        var options = new BpeTrainerOptions { VocabularySize = 260, SpecialTokens = ["<|a|>", "<|a|><|b|>", "a|><"] };
        var tokenizer = BpeTrainer.Train([], options, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Equal([1, 0, 0, 2], tokenizer.Encode("<|a|><|b|><|a|><|a|>a|><", allowSpecial: true));
    }

    [Fact]
    public void FindToken_TextOfAToken_GivesItsId()
    {
        var tokenizer = SmallTokenizer.Train();

        Assert.Equal(tokenizer.EndOfText, tokenizer.FindToken("<|endoftext|>"));
        Assert.Equal(tokenizer.Encode(" ")[0], tokenizer.FindToken(" "));
        Assert.Null(tokenizer.FindToken("no such token"));
    }

    [Fact]
    public void EndOfText_Absent_IsRefused()
    {
        var options = new BpeTrainerOptions { VocabularySize = 256, SpecialTokens = [] };
        var tokenizer = BpeTrainer.Train([], options, NoProgress.Instance, TestContext.Current.CancellationToken);

        Assert.Contains("<|endoftext|>", Assert.Throws<UserError>(() => tokenizer.EndOfText).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_IdOutOfRange_Throws()
    {
        var tokenizer = SmallTokenizer.Train();

        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([tokenizer.VocabularySize]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameBytesAndIds()
    {
        var tokenizer = SmallTokenizer.Train();
        tokenizer.Save(_folder.Path("first.json"));

        var again = Tokenizer.Load(_folder.Path("first.json"));
        again.Save(_folder.Path("second.json"));

        Assert.Equal(File.ReadAllBytes(_folder.Path("first.json")), File.ReadAllBytes(_folder.Path("second.json")));
        Assert.Equal(tokenizer.VocabularyHash, again.VocabularyHash);
        Assert.All(SmallTokenizer.Texts(8, 50), text => Assert.Equal(tokenizer.Encode(text), again.Encode(text)));
    }

    [Fact]
    public void StreamDecoder_CharacterOverSeveralTokens_AppearsOnceAndWhole()
    {
        var tokenizer = SmallTokenizer.Train();
        var decoder = new TokenStreamDecoder(tokenizer);
        int[] ids = [.. Encoding.UTF8.GetBytes("🚀").SelectMany(value => tokenizer.EncodeBytes([value]))];

        string[] pieces = [.. ids.Select(decoder.Push), decoder.Flush()];

        Assert.Equal(["", "", "", "🚀", ""], pieces);
    }

    [Fact]
    public void StreamDecoder_UnfinishedCharacter_IsFlushedAsReplacement()
    {
        var tokenizer = SmallTokenizer.Train();
        var decoder = new TokenStreamDecoder(tokenizer);

        Assert.Equal("", decoder.Push(tokenizer.EncodeBytes([0xF0])[0]));
        Assert.Equal("\uFFFD", decoder.Flush());
    }
}
