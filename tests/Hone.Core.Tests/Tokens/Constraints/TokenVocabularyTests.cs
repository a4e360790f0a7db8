using System.Text.Json;
using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Constraints;

namespace Hone.Core.Tests.Tokens.Constraints;

/// <summary>Constraints over the vocabularies of tokenizers.</summary>
public sealed class TokenVocabularyTests : IDisposable
{
    private const string Alert = """{"type":"object","properties":{"id":{"type":"string","pattern":"^CVE-\\d{4}-\\d{4,7}$"},"score":{"type":"number","minimum":0,"maximum":10},"notes":{"type":"array","items":{"type":"string","maxLength":20}}},"required":["id","score","notes"]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_TrainedTokenizer_WritesWhatTheSchemaAllows() => WalkAndCheck(SmallTokenizer.Train());

    [Fact]
    public void From_Gpt2_WritesWhatTheSchemaAllows() => WalkAndCheck(_folder.Load(Gpt2Files.ReadTokenizerJson()));

    [Fact]
    public void From_SpecialTokens_AreNeverText()
    {
        var tokenizer = SmallTokenizer.Train();
        var vocabulary = TokenVocabulary.From(tokenizer, [tokenizer.EndOfText]);
        var output = OutputConstraint.Regex(vocabulary, ".*x").Start();
        var mask = new ulong[vocabulary.MaskLength];

        output.Allow(mask);

        Assert.False(IsAllowed(mask, tokenizer.EndOfText));
        Assert.Equal(tokenizer.VocabularySize, vocabulary.Size);
    }

    [Fact]
    public void Vocabulary_WithoutAnEnd_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TokenVocabulary([[1]], []));
        Assert.Throws<ArgumentException>(() => new TokenVocabulary([[1]], [1]));
    }

    private static void WalkAndCheck(Tokenizer tokenizer)
    {
        var schema = SchemaCheck.Parse(Alert);
        var vocabulary = TokenVocabulary.From(tokenizer, [tokenizer.EndOfText]);
        var constraint = OutputConstraint.JsonSchema(vocabulary, schema);
        var random = new Xoshiro256(31);
        int ended = 0;
        for (int walk = 0; walk < 30; walk++)
        {
            if (Walk(constraint, vocabulary, tokenizer.EndOfText, random) is not { } ids)
                continue;
            ended++;
            string json = tokenizer.Decode(ids.ToArray());
            Assert.True(SchemaCheck.IsValid(schema, schema, JsonDocument.Parse(json).RootElement), json);
        }
        Assert.True(ended >= 10, $"only {ended} of 30 walks came to an end");
    }

    private static List<int>? Walk(OutputConstraint constraint, TokenVocabulary vocabulary, int end, Xoshiro256 random)
    {
        var output = constraint.Start();
        var mask = new ulong[vocabulary.MaskLength];
        var ids = new List<int>();
        while (ids.Count < 400)
        {
            output.Allow(mask);
            int token = random.Next(vocabulary.Size);
            while (!IsAllowed(mask, token))
                token = (token + 1) % vocabulary.Size;
            token = output.CanEnd ? end : token;
            output.Accept(token);
            if (token == end)
                return ids;
            ids.Add(token);
        }
        return null;
    }

    private static bool IsAllowed(ulong[] mask, int token) => (mask[token >> 6] >> token & 1) != 0;
}
