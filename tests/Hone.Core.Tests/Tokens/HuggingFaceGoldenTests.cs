using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>
/// Every kind of tokenizer against Hugging Face's tokenizers 0.23.2, on small vocabularies of our own: cases/hf, made by
/// benchmarks/peers/tokenizer/golden.mjs.
/// </summary>
public sealed class HuggingFaceGoldenTests
{
    private static readonly string _folder = RepositoryFiles.Find("tests/Hone.Core.Tests/Tokens/cases/hf")!;

    public static TheoryData<string> Kinds =>
        [.. Directory.GetFiles(_folder, "*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Encode_EachKind_GivesHuggingFaceIds(string kind)
    {
        var (tokenizer, cases) = Read(kind);

        foreach (var item in cases)
        {
            int[] ids = Numbers(item["ids"]!);
            Assert.Equal(ids, tokenizer.Encode(item.Text, allowSpecial: true));
            Assert.Equal(item["template"] is { } template ? Numbers(template) : ids, tokenizer.Encode(item.Text, allowSpecial: true, addTemplate: true));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EncodeWithOffsets_EachKind_GivesTheSameIdsAndHuggingFaceRanges(string kind)
    {
        var (tokenizer, cases) = Read(kind);

        foreach (var item in cases)
        {
            var tokens = tokenizer.EncodeWithOffsets(item.Text, allowSpecial: true);
            Assert.Equal(Numbers(item["ids"]!), tokens.Select(token => token.Id));
            Assert.All(tokens, token => Assert.True(0 <= token.Start && token.Start <= token.End && token.End <= item.Text.Length));
            if (item["ranges"] is JsonArray ranges)
                Assert.Equal(ranges.Select(range => (range![0]!.GetValue<int>(), range[1]!.GetValue<int>())), tokens.Select(token => (token.Start, token.End)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_EachKind_GivesHuggingFaceText(string kind)
    {
        var (tokenizer, cases) = Read(kind);

        foreach (var item in cases)
        {
            int[] ids = Numbers(item["ids"]!);
            if (item["decoded"] is { } decoded)
                Assert.Equal(decoded.GetValue<string>(), tokenizer.Decode(ids, skipSpecial: true));
            var stream = new TokenStreamDecoder(tokenizer);
            Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Push)) + stream.Flush());
        }
    }

    private static (Tokenizer Tokenizer, List<Case> Cases) Read(string kind)
    {
        string[] lines = File.ReadAllLines(Path.Combine(_folder, kind + ".jsonl"));
        var json = JsonNode.Parse(lines[0])!.AsObject();
        var model = json["model"]!.AsObject();
        // Vocabularies that several kinds share lie in files of their own.
        foreach (var (name, value) in JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, model["vocab"]!.GetValue<string>())))!.AsObject())
            model[name] = value?.DeepClone();
        var tokenizer = Tokenizer.Parse(JsonSerializer.SerializeToUtf8Bytes(json), kind);
        return (tokenizer, [.. lines.Skip(1).Select(line => new Case(JsonNode.Parse(line)!.AsObject()))]);
    }

    private static int[] Numbers(JsonNode list) => [.. list.AsArray().Select(id => id!.GetValue<int>())];

    private sealed record Case(JsonObject Json)
    {
        public string Text => Json["text"]!.GetValue<string>();

        public JsonNode? this[string name] => Json[name];
    }
}
