using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Core;
using Hone.Core.Tokens;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>The tokenizer of a GGUF file, by way of the tokenizer.json that says the same: one reader decides what a tokenizer may be.</summary>
internal sealed class GgufTokenizerReader
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly GgufMetadata metadata;
    private readonly string[] tokens;
    private readonly int[] types;
    private readonly string model;

    private GgufTokenizerReader(GgufMetadata metadata)
    {
        this.metadata = metadata;
        model = metadata.Text(GgufTokenizerKeys.Model) ?? throw metadata.Missing(GgufTokenizerKeys.Model);
        tokens = metadata.Texts(GgufTokenizerKeys.Tokens) ?? throw metadata.Missing(GgufTokenizerKeys.Tokens);
        types = metadata.Ints(GgufTokenizerKeys.Types) ?? throw metadata.Missing(GgufTokenizerKeys.Types);
        if (types.Length != tokens.Length)
            throw metadata.Wrong(GgufTokenizerKeys.Types, $"has {types.Length} entries for {tokens.Length} tokens");
    }

    public static Tokenizer Read(GgufMetadata metadata)
    {
        var reader = new GgufTokenizerReader(metadata);
        return Tokenizer.Parse(reader.Write(), metadata.Path, reader.Special());
    }

    private SpecialTokens Special()
    {
        int? Id(string key) => metadata.Int(key) is { } id && id < tokens.Length ? id : null;
        int? eos = Id(GgufTokenizerKeys.Eos), turn = Id(GgufTokenizerKeys.EndOfTurn);
        return new SpecialTokens
        {
            Bos = Id(GgufTokenizerKeys.Bos),
            Eos = eos,
            Padding = Id(GgufTokenizerKeys.Padding),
            Unknown = Id(GgufTokenizerKeys.Unknown),
            Stops = [.. new[] { eos, turn }.OfType<int>().Distinct()],
        };
    }

    private byte[] Write()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Compact))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            WriteAdded(json);
            switch (model)
            {
                case GgufTokenizerKeys.ByteLevel:
                    WriteByteLevel(json);
                    break;
                case GgufTokenizerKeys.SentencePiece:
                    WriteSentencePiece(json);
                    break;
                default:
                    throw metadata.Wrong(GgufTokenizerKeys.Model, $"is \"{model}\"; this version reads {GgufTokenizerKeys.ByteLevel} and {GgufTokenizerKeys.SentencePiece}");
            }
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private void WriteAdded(Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        for (var id = 0; id < tokens.Length; id++)
        {
            var type = (GgufTokenType)types[id];
            if (tokens[id].Length == 0 || type is not (GgufTokenType.Control or GgufTokenType.UserDefined or GgufTokenType.Unknown))
                continue;
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", tokens[id]);
            json.WriteBoolean("special", type != GgufTokenType.UserDefined);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteByteLevel(Utf8JsonWriter json)
    {
        var name = metadata.Text(GgufTokenizerKeys.Pre) ?? throw metadata.Missing(GgufTokenizerKeys.Pre);
        var way = GgufPreTokenizer.Find(name) ?? throw metadata.Wrong(GgufTokenizerKeys.Pre, $"is \"{name}\"; this version reads {GgufPreTokenizer.KnownNames}");
        Write(json, "normalizer", metadata.Flag(GgufTokenizerKeys.Composes, way.Composes) ? new JsonObject { ["type"] = "NFC" } : null);
        Write(json, "pre_tokenizer", way.Write());
        Write(json, "post_processor", Template(way.AddsBos) ?? new JsonObject { ["type"] = "ByteLevel" });
        Write(json, "decoder", new JsonObject { ["type"] = "ByteLevel" });
        StartModel(json, byteFallback: false, way.IgnoresMerges);
        WriteVocabulary(json, type => type is GgufTokenType.Normal or GgufTokenType.Byte);
        json.WriteStartArray("merges");
        foreach (var merge in metadata.Texts(GgufTokenizerKeys.Merges) ?? throw metadata.Missing(GgufTokenizerKeys.Merges))
            json.WriteStringValue(merge);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteSentencePiece(Utf8JsonWriter json)
    {
        var scores = metadata.Numbers(GgufTokenizerKeys.Scores) ?? throw metadata.Missing(GgufTokenizerKeys.Scores);
        if (scores.Length != tokens.Length)
            throw metadata.Wrong(GgufTokenizerKeys.Scores, $"has {scores.Length} entries for {tokens.Length} tokens");
        var prepends = metadata.Flag(GgufTokenizerKeys.AddSpace, missing: true);
        JsonNode replace = Replace(" ", "▁");
        var scheme = metadata.Text(GgufTokenizerKeys.Metaspace);
        Write(json, "normalizer", scheme is not null ? null : prepends ? Sequence("normalizers", new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" }, replace) : replace);
        Write(json, "pre_tokenizer", scheme is null ? null : new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = scheme, ["split"] = false });
        Write(json, "post_processor", Template(missing: true));
        JsonNode[] decoders = [Replace("▁", " "), new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" }];
        Write(json, "decoder", Sequence("decoders", prepends ? [.. decoders, new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 }] : decoders));
        StartModel(json, byteFallback: true, ignoresMerges: false);
        var unknown = metadata.Int(GgufTokenizerKeys.Unknown) ?? Array.IndexOf(types, (int)GgufTokenType.Unknown);
        if (unknown >= 0 && unknown < tokens.Length)
            json.WriteString("unk_token", tokens[unknown]);
        WriteVocabulary(json, type => type is not GgufTokenType.Unused);
        json.WriteStartArray("merges");
        foreach (var (left, right) in SentencePieceMerges.Of(tokens, types, scores, metadata.Path))
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void StartModel(Utf8JsonWriter json, bool byteFallback, bool ignoresMerges)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteBoolean("byte_fallback", byteFallback);
        json.WriteBoolean("fuse_unk", byteFallback);
        json.WriteBoolean("ignore_merges", ignoresMerges);
    }

    private void WriteVocabulary(Utf8JsonWriter json, Func<GgufTokenType, bool> belongs)
    {
        json.WriteStartObject("vocab");
        for (var id = 0; id < tokens.Length; id++)
        {
            if (tokens[id].Length > 0 && belongs((GgufTokenType)types[id]))
                json.WriteNumber(tokens[id], id);
        }
        json.WriteEndObject();
    }

    // The beginning of text before every text, where the file asks for it.
    private JsonObject? Template(bool missing)
    {
        if (!metadata.Flag(GgufTokenizerKeys.AddBos, missing) || metadata.Int(GgufTokenizerKeys.Bos) is not { } bos || bos >= tokens.Length)
            return null;
        var name = bos.ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = name } }, new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A" } }),
            ["special_tokens"] = new JsonObject { [name] = new JsonObject { ["ids"] = new JsonArray(bos) } },
        };
    }

    private static JsonObject Replace(string pattern, string content)
        => new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = pattern }, ["content"] = content };

    private static JsonObject Sequence(string name, params JsonNode[] steps) => new() { ["type"] = "Sequence", [name] = new JsonArray(steps) };

    private static void Write(Utf8JsonWriter json, string name, JsonNode? node)
    {
        json.WritePropertyName(name);
        if (node is null)
            json.WriteNullValue();
        else
            node.WriteTo(json);
    }
}
