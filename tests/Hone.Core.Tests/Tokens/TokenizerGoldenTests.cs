using System.Text.Json;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>Ids as Hugging Face's tokenizers 0.23.2 gives them for GPT-2's vocabulary; the cases hold our own texts only.</summary>
public sealed class TokenizerGoldenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gpt2.jsonl", false)]
    [InlineData("gpt2-special.jsonl", true)]
    public void Encode_Gpt2Vocabulary_GivesHuggingFaceIds(string file, bool allowSpecial)
    {
        var tokenizer = _folder.Load(Gpt2Files.ReadTokenizerJson());

        foreach (var (input, expected, why) in ReadCases(file))
        {
            Assert.True(expected.SequenceEqual(tokenizer.Encode(input, allowSpecial)), why);
            Assert.Equal(input, tokenizer.Decode(expected));
            Assert.Equal(input, Stream(tokenizer, expected));
        }
    }

    [Fact]
    public void Save_Gpt2Vocabulary_LoadsWithTheSameHash()
    {
        var tokenizer = _folder.Load(Gpt2Files.ReadTokenizerJson());

        tokenizer.Save(_folder.Path("again.json"));
        var again = Tokenizer.Load(_folder.Path("again.json"));

        Assert.Equal(50257, again.VocabularySize);
        Assert.Equal(50256, again.EndOfText);
        Assert.Equal(tokenizer.VocabularyHash, again.VocabularyHash);
    }

    private static string Stream(Tokenizer tokenizer, int[] ids)
    {
        var decoder = new TokenStreamDecoder(tokenizer);
        return string.Concat(ids.Select(decoder.Push)) + decoder.Flush();
    }

    private static IEnumerable<(string Input, int[] Expected, string Why)> ReadCases(string file)
    {
        foreach (string line in File.ReadLines(RepositoryFiles.Find($"tests/Hone.Core.Tests/Tokens/cases/{file}")!))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            yield return (root.GetProperty("input").GetString()!,
                [.. root.GetProperty("expected").EnumerateArray().Select(id => id.GetInt32())], root.GetProperty("why").GetString()!);
        }
    }
}
