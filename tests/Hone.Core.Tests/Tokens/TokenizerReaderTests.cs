using System.Text.Json.Nodes;
using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

public sealed class TokenizerReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("normalizer", """{"type":"Nmt"}""", "normalizer.type")]
    [InlineData("normalizer", """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Fold"}]}""", "normalizer.normalizers[1].type")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"Regex":"a*"},"content":""}""", "normalizer.pattern.Regex")]
    [InlineData("normalizer", """{"type":"Replace","pattern":{"String":""},"content":"x"}""", "normalizer.pattern.String")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAAA"}""", "normalizer.precompiled_charsmap")]
    [InlineData("pre_tokenizer", "null", "decoder")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace"}""", "decoder")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"__"}""", "pre_tokenizer.replacement")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","prepend_scheme":"last"}""", "pre_tokenizer.prepend_scheme")]
    [InlineData("pre_tokenizer", """{"type":"BertPreTokenizer"}""", "pre_tokenizer.type")]
    [InlineData("pre_tokenizer", """{"type":"ByteLevel","add_prefix_space":1}""", "pre_tokenizer.add_prefix_space")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"[a-z]+"},"behavior":"Isolated"}""", "pre_tokenizer.pattern.Regex")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":"a"},"behavior":"Contiguous"}""", "pre_tokenizer.behavior")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Digits"}]}""", "pre_tokenizer.pretokenizers[1].type")]
    [InlineData("decoder", """{"type":"WordPiece"}""", "decoder")]
    [InlineData("decoder", "null", "decoder")]
    [InlineData("post_processor", """{"type":"BertProcessing"}""", "post_processor.type")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[]}""", "post_processor.single")]
    [InlineData("added_tokens", """[{"id":0,"content":""}]""", "added_tokens[0].content")]
    [InlineData("added_tokens", """[{"id":-1,"content":"x"}]""", "added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id":900,"content":"x","lstrip":1}]""", "added_tokens[0].lstrip")]
    [InlineData("added_tokens", """[{"id":900,"content":"x y"},{"id":900,"content":"z"}]""", "added_tokens[1]")]
    [InlineData("added_tokens", """[{"id":5,"content":"another"}]""", "\"another\"")]
    [InlineData("model", "3", "model")]
    public void Load_FieldItDoesNotKnow_NamesIt(string field, string value, string named)
    {
        var json = MakeJson();
        json[field] = JsonNode.Parse(value);

        var error = Assert.Throws<UserError>(() => _folder.Load(json.ToJsonString()));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type", "\"Unigram\"", "model.type")]
    [InlineData("type", "\"WordPiece\"", "model.type")]
    [InlineData("dropout", "0.1", "model.dropout")]
    [InlineData("dropout", "\"x\"", "model.dropout")]
    [InlineData("end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix")]
    [InlineData("ignore_merges", "1", "model.ignore_merges")]
    [InlineData("vocab", """{"a":0}""", "model.vocab")]
    [InlineData("vocab", """{"a":0,"b":0}""", "model.vocab")]
    [InlineData("vocab", """{"a":4194304}""", "model.vocab[\"a\"]")]
    [InlineData("merges", """["a b c"]""", "model.merges[0]")]
    [InlineData("merges", """[["a"]]""", "model.merges[0]")]
    [InlineData("merges", """["! ! "]""", "model.merges[0]")]
    [InlineData("merges", """["z z"]""", "model.merges[0]")]
    public void Load_ModelItDoesNotKnow_NamesTheField(string field, string value, string named)
    {
        var json = MakeJson();
        json["added_tokens"] = null;
        json["model"]![field] = JsonNode.Parse(value);

        var error = Assert.Throws<UserError>(() => _folder.Load(json.ToJsonString()));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MergesAsPairs_AreTheSame()
    {
        var json = MakeJson();
        string hash = _folder.Load(json.ToJsonString()).VocabularyHash;
        var pairs = json["model"]!["merges"]!.AsArray().Select(merge => new JsonArray([.. merge!.GetValue<string>().Split(' ').Select(part => (JsonNode)part)]));
        json["model"]!["merges"] = new JsonArray([.. pairs]);

        Assert.Equal(hash, _folder.Load(json.ToJsonString()).VocabularyHash);
    }

    [Fact]
    public void Load_AddedTokenBeyondTheModel_LeavesAGap()
    {
        var json = MakeJson();
        json["added_tokens"] = JsonNode.Parse("""[{"id":500,"content":"<|später|>","special":true}]""");

        var tokenizer = _folder.Load(json.ToJsonString());

        Assert.Equal(501, tokenizer.VocabularySize);
        Assert.Equal("<|später|>", tokenizer.Decode([499, 500]));
        Assert.Equal([500], tokenizer.Encode("<|später|>", allowSpecial: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    public void Load_NoTokenizer_IsAUserError(string text) => Assert.Throws<UserError>(() => _folder.Load(text));

    [Fact]
    public void Load_NoFile_IsAUserError() => Assert.Throws<UserError>(() => Tokenizer.Load(_folder.Path("none.json")));

    [Fact]
    public void Load_MutatedFile_WorksOrIsAUserError()
    {
        byte[] good = System.Text.Encoding.UTF8.GetBytes(MakeJson().ToJsonString());
        var random = new Xoshiro256(20);
        int loaded = 0;
        for (int round = 0; round < 1_000; round++)
        {
            File.WriteAllBytes(_folder.Path("mutated.json"), Mutation.Mutate(good, random));
            try
            {
                var tokenizer = Tokenizer.Load(_folder.Path("mutated.json"));
                loaded++;
                Assert.Equal("abba é <|endoftext|>", tokenizer.Decode(tokenizer.Encode("abba é <|endoftext|>")));
            }
            catch (UserError error)
            {
                Assert.Contains("mutated.json", error.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(loaded, 1, 999);
    }

    private JsonObject MakeJson()
    {
        SmallTokenizer.Train(300).Save(_folder.Path("made.json"));
        return JsonNode.Parse(File.ReadAllText(_folder.Path("made.json")))!.AsObject();
    }
}
