using System.Text.Json.Nodes;

namespace Hone.Core.Tests.Tokens;

/// <summary>GPT-2's own vocabulary, where it lies beside the repository, as a tokenizer.json.</summary>
internal static class Gpt2Files
{
    private const string Place = "models/tokenizers/src/Microsoft.ML.TorchSharp/Resources";

    /// <summary>Text of the tokenizer.json; skips the test where the vocabulary is missing.</summary>
    public static string ReadTokenizerJson()
    {
        string? folder = RepositoryFiles.Find($"data-unpacked/{Place}");
        if (folder is null)
            Assert.Skip($"GPT-2's vocabulary is not at data-unpacked/{Place} beside the repository");
        var vocabulary = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "encoder.json")));
        var merges = File.ReadLines(Path.Combine(folder, "vocab.bpe")).Skip(1).Where(line => line.Length > 0);
        return Make(vocabulary, merges).ToJsonString();
    }

    private static JsonObject Make(JsonNode? vocabulary, IEnumerable<string> merges) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(JsonNode.Parse("""
            {"id":50256,"content":"<|endoftext|>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}
            """)),
        ["normalizer"] = null,
        ["pre_tokenizer"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"""),
        ["post_processor"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true}"""),
        ["decoder"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"""),
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = "",
            ["end_of_word_suffix"] = "",
            ["fuse_unk"] = false,
            ["vocab"] = vocabulary,
            ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
        },
    };
}
