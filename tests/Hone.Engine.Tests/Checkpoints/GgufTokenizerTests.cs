using System.Globalization;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Tokens;
using Hone.Engine.Checkpoints.Gguf;

namespace Hone.Engine.Tests.Checkpoints;

public sealed class GgufTokenizerTests(LlamaCpp llama) : IClassFixture<LlamaCpp>, IDisposable
{
    private const string Template = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}";
    private static readonly string[] Texts = ["the and of", "  the  other", "hand on the hat", "naïve 日本 and\n\tthen", "▁the", ""];
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("prepend")]
    [InlineData("metaspace")]
    [InlineData("never")]
    public void WriteRead_SentencePiece_GivesTheSameIds(string spaces)
    {
        var written = Tokenizer.Load(Save(SentencePiece(spaces)));

        var read = Read(out _);

        foreach (var text in Texts)
            Assert.Equal(written.Encode(text), read.Encode(text));
        Assert.Equal(written.Decode(written.Encode("the hand")), read.Decode(read.Encode("the hand")));
        Assert.Equal(1, read.Special.Bos);
        Assert.Equal(2, read.Special.Eos);
    }

    [Fact]
    public void Tokens_OfSentencePiece_AreTheSameInLlamaCpp()
    {
        if (!llama.IsThere)
            Assert.Skip("HONE_LLAMA is not set: run tests/peers/gguf/run");
        using (TinyModels.Save(directory.Path, TinyModels.Shapes["llama"]))
            Save(SentencePiece("prepend"));
        Engine.Checkpoints.ModelExport.ToGguf(directory.Path, directory.File("model.gguf"), "f16", Core.Runs.NoProgress.Instance, TestContext.Current.CancellationToken);
        var ours = Tokenizer.Load(directory.File("tokenizer.json"));
        string[] texts = [.. Texts.Where(text => text.Length > 0)];

        var theirs = llama.Ask(directory.File("model.gguf"), texts: texts).Texts!;

        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(ours.Encode(texts[i]), theirs[i]);
    }

    [Fact]
    public void WriteRead_ByteLevel_KeepsSpecialTokensAndTemplate()
    {
        using (TinyModels.Save(directory.Path, TinyModels.Shapes["llama"], pattern: SplittingPattern.Qwen2))
            File.WriteAllText(directory.File("tokenizer_config.json"), new JsonObject { ["eos_token"] = "<|im_end|>", ["pad_token"] = new JsonObject { ["content"] = "<|endoftext|>" }, ["chat_template"] = Template }.ToJsonString());
        var written = Tokenizer.Load(directory.File("tokenizer.json"));

        var read = Read(out var metadata);

        Assert.Equal(Template, metadata.Text(GgufTokenizerKeys.ChatTemplate));
        Assert.Equal("qwen2", metadata.Text(GgufTokenizerKeys.Pre));
        Assert.Equal(written.Special.Eos, read.Special.Eos);
        Assert.Equal(written.Special.Padding, read.Special.Padding);
        const string Chat = "<|im_start|>user\nThe harbour's 12345 firewalls<|im_end|>";
        Assert.Equal(written.Encode(Chat, allowSpecial: true), read.Encode(Chat, allowSpecial: true));
        Assert.Equal(written.Encode(Chat), read.Encode(Chat));
    }

    [Fact]
    public void Read_BeginningOfText_IsPutBeforeEveryText()
    {
        using (TinyModels.Save(directory.Path, TinyModels.Shapes["llama"]))
        {
        }

        var read = Read(out var metadata);

        Assert.True(metadata.Flag(GgufTokenizerKeys.AddBos, false));
        Assert.Equal([read.EndOfText, .. read.Encode("The")], read.Encode("The", addTemplate: true));
    }

    [Theory]
    [InlineData("\"ByteLevel\",\n    \"add_prefix_space\": false", "\"ByteLevel\",\n    \"add_prefix_space\": true", "pre_tokenizer")]
    [InlineData("\"normalizer\": null", "\"normalizer\": {\"type\": \"Lowercase\"}", "Lowercase")]
    public void Write_WhatGgufHasNoWordFor_IsRefusedByName(string right, string wrong, string named)
    {
        using (TinyModels.Save(directory.Path, TinyModels.Shapes["llama"]))
        {
        }
        var path = directory.File("tokenizer.json");
        var text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(named, Assert.Throws<UserError>(() => GgufTokenizerWriter.Write(directory.Path, TinyModels.Vocabulary)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.ggml.model", "bert")]
    [InlineData("tokenizer.ggml.pre", "deepseek-llm")]
    public void Read_OfAnotherKind_IsRefusedByKey(string key, string value)
    {
        using (TinyModels.Save(directory.Path, TinyModels.Shapes["llama"]))
        {
        }
        var values = GgufTokenizerWriter.Write(directory.Path, TinyModels.Vocabulary).ToDictionary(pair => pair.Key, pair => pair.Value);
        values[key] = GgufValue.Of(value);

        Assert.Contains(key, Assert.Throws<UserError>(() => GgufTokenizerReader.Read(new GgufMetadata("model.gguf", values))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_VocabularyMadeToFillMemory_IsRefused()
    {
        string[] tokens = [.. Enumerable.Range(1, 4000).Select(i => new string((char)('a' + (i % 16)), 1 + (i / 16)))];
        int[] types = [.. tokens.Select(_ => (int)GgufTokenType.Normal)];

        Assert.Throws<UserError>(() => SentencePieceMerges.Of(tokens, types, new float[tokens.Length], "model.gguf"));
    }

    [Fact]
    public void Read_MutatedSentencePiece_IsReadOrRefused()
    {
        Save(SentencePiece("metaspace"));
        var file = new MemoryStream();
        new GgufWriter(file).WriteHeader(GgufTokenizerWriter.Write(directory.Path, TinyModels.Vocabulary), []);

        var refused = Fuzz.Run([file.ToArray()], 2000, 51, bytes =>
        {
            using var gguf = GgufMemory.Read(bytes);
            GgufTokenizerReader.Read(gguf.Metadata);
        });

        Assert.True(refused > 500);
    }

    public void Dispose() => directory.Dispose();

    private Tokenizer Read(out GgufMetadata metadata)
    {
        metadata = new GgufMetadata("model.gguf", GgufTokenizerWriter.Write(directory.Path, TinyModels.Vocabulary).ToDictionary(pair => pair.Key, pair => pair.Value));
        return GgufTokenizerReader.Read(metadata);
    }

    private string Save(JsonObject tokenizer)
    {
        File.WriteAllText(directory.File("tokenizer_config.json"), """{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}""");
        File.WriteAllText(directory.File("tokenizer.json"), tokenizer.ToJsonString());
        return directory.File("tokenizer.json");
    }

    // As a SentencePiece BPE vocabulary becomes a tokenizer.json; its merges are all pairs whose union is a piece.
    private static JsonObject SentencePiece(string spaces)
    {
        string[] merges = ["t h", "th e", "▁ the", "▁t he", "a n", "an d", "a nd", "▁ and", "h e", "h and", "▁ t", "▁t h", "▁th e", "▁ a", "▁a n", "▁an d", "n d", "o n", "▁ on", "o f", "▁ of"];
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        void Add(string piece)
        {
            if (!vocabulary.ContainsKey(piece))
                vocabulary[piece] = vocabulary.Count;
        }
        for (var value = 0; value < 256; value++)
            Add(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"));
        var ordered = merges.OrderBy(merge => Array.FindIndex(merges, other => other.Replace(" ", "", StringComparison.Ordinal) == merge.Replace(" ", "", StringComparison.Ordinal))).ToList();
        foreach (var merge in ordered)
            Add(merge.Replace(" ", "", StringComparison.Ordinal));
        foreach (var rune in "▁thenadofr".EnumerateRunes())
            Add(rune.ToString());
        var replace = new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "▁" };
        var tokens = new JsonArray([.. new[] { "<unk>", "<s>", "</s>" }.Select((content, id) => (JsonNode)new JsonObject { ["id"] = id, ["content"] = content, ["special"] = true })]);
        return new JsonObject
        {
            ["added_tokens"] = tokens,
            ["normalizer"] = spaces == "prepend" ? new JsonObject { ["type"] = "Sequence", ["normalizers"] = new JsonArray(new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" }, replace) } : null,
            ["pre_tokenizer"] = spaces == "prepend" ? null : new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = spaces == "never" ? "never" : "first", ["split"] = false },
            ["decoder"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["decoders"] = new JsonArray(
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "▁" }, ["content"] = " " }, new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" },
                    new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = spaces == "never" ? 0 : 1, ["stop"] = 0 }),
            },
            ["model"] = new JsonObject { ["type"] = "BPE", ["unk_token"] = "<unk>", ["fuse_unk"] = true, ["byte_fallback"] = true, ["vocab"] = vocabulary, ["merges"] = new JsonArray([.. ordered.Select(merge => (JsonNode)merge)]) },
        };
    }
}
