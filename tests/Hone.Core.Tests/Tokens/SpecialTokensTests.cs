using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>What Hone makes of the files beside a published tokenizer.json.</summary>
public sealed class SpecialTokensTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_TokenizerAlone_NamesNothingButItsDocumentEnd()
    {
        var tokenizer = Load(["<|endoftext|>", "<|im_end|>"]);

        Assert.Equal(tokenizer.FindToken("<|endoftext|>"), tokenizer.EndOfText);
        Assert.Null(tokenizer.Special.Bos);
        Assert.Null(tokenizer.Special.Eos);
        Assert.Equal([tokenizer.EndOfText], tokenizer.Special.Stops);
    }

    [Fact]
    public void Load_ChatModel_EndsATurnElsewhereThanADocument()
    {
        Write("tokenizer_config.json", """{"bos_token":"<|begin_of_text|>","eos_token":{"content":"<|eot_id|>"},"pad_token":null,"unk_token":"<none>"}""");
        Write("generation_config.json", """{"bos_token_id":0,"eos_token_id":[2,3,99999]}""");

        var tokenizer = Load(["<|begin_of_text|>", "<|end_of_text|>", "<|eom_id|>", "<|eot_id|>"]);

        Assert.Equal(tokenizer.FindToken("<|end_of_text|>"), tokenizer.EndOfText);
        Assert.Equal(tokenizer.FindToken("<|begin_of_text|>"), tokenizer.Special.Bos);
        Assert.Equal(tokenizer.FindToken("<|eot_id|>"), tokenizer.Special.Eos);
        Assert.Null(tokenizer.Special.Unknown);
        Assert.Equal([2, 3, 1], tokenizer.Special.Stops);
    }

    [Fact]
    public void EndOfText_NoKnownName_IsTheModelsEos()
    {
        Write("generation_config.json", """{"eos_token_id":1,"pad_token_id":0}""");

        var tokenizer = Load(["<pad>", "<fin>"]);

        Assert.Equal(1, tokenizer.EndOfText);
        Assert.Equal(0, tokenizer.Special.Padding);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"eos_token":3}""", "eos_token")]
    [InlineData("tokenizer_config.json", "[", "tokenizer_config.json")]
    [InlineData("generation_config.json", """{"eos_token_id":"x"}""", "eos_token_id")]
    [InlineData("generation_config.json", """{"eos_token_id":[1,-1]}""", "eos_token_id[1]")]
    public void Load_DamagedNeighbour_NamesTheField(string file, string content, string named)
    {
        Write(file, content);

        var error = Assert.Throws<UserError>(() => Load(["<fin>"]));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsSpecial_AddedTokens_AsTheFileSays()
    {
        var tokenizer = Load(["<|a|>"]);

        Assert.True(tokenizer.IsSpecial(tokenizer.FindToken("<|a|>")!.Value));
        Assert.False(tokenizer.IsSpecial(tokenizer.FindToken("a")!.Value));
    }

    /// <summary>A byte-level tokenizer whose first ids are these tokens.</summary>
    private Tokenizer Load(string[] special)
    {
        var options = new BpeTrainerOptions { VocabularySize = 256 + special.Length, SpecialTokens = special };
        BpeTrainer.Train([], options, Core.Runs.NoProgress.Instance, TestContext.Current.CancellationToken).Save(_folder.Path("tokenizer.json"));
        return Tokenizer.Load(_folder.Path("tokenizer.json"));
    }

    private void Write(string file, string content) => File.WriteAllText(_folder.Path(file), content);
}
