using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

/// <summary>Writes the tokenizer.json of a trained byte-level vocabulary, field for field as Hugging Face's library writes it.</summary>
internal static class TokenizerWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(Vocabulary vocabulary, Merge[] merges, SplittingPattern pattern)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
            Write(vocabulary, merges, pattern, json);
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Vocabulary vocabulary, Merge[] merges, SplittingPattern pattern, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAddedTokens(vocabulary, json);
        json.WriteNull("normalizer");
        json.WritePropertyName("pre_tokenizer");
        WritePreTokenizer(pattern, json);
        json.WritePropertyName("post_processor");
        WriteByteLevel(json, trimsOffsets: false, usesRegex: true);
        json.WritePropertyName("decoder");
        WriteByteLevel(json, trimsOffsets: false, usesRegex: true);
        WriteModel(vocabulary, merges, json);
        json.WriteEndObject();
    }

    private static void WriteAddedTokens(Vocabulary vocabulary, Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        foreach (var token in vocabulary.Added.OrderBy(token => token.Id))
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", token.SingleWord);
            json.WriteBoolean("lstrip", token.TakesLeft);
            json.WriteBoolean("rstrip", token.TakesRight);
            json.WriteBoolean("normalized", token.Normalised);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WritePreTokenizer(SplittingPattern pattern, Utf8JsonWriter json)
    {
        if (pattern == SplittingPattern.Gpt2)
        {
            WriteByteLevel(json, trimsOffsets: true, usesRegex: true);
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString("Regex", SplittingPatterns.ExpressionOf(pattern));
        json.WriteEndObject();
        json.WriteString("behavior", "Isolated");
        json.WriteBoolean("invert", false);
        json.WriteEndObject();
        WriteByteLevel(json, trimsOffsets: true, usesRegex: false);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, bool trimsOffsets, bool usesRegex)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", trimsOffsets);
        json.WriteBoolean("use_regex", usesRegex);
        json.WriteEndObject();
    }

    private static void WriteModel(Vocabulary vocabulary, Merge[] merges, Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string name in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
            json.WriteNull(name);
        foreach (string name in (string[])["fuse_unk", "byte_fallback", "ignore_merges"])
            json.WriteBoolean(name, false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < vocabulary.ModelSize; id++)
        {
            if (vocabulary.Entry(id) is { } entry)
                json.WriteNumber(entry, id);
        }
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var merge in merges)
            json.WriteStringValue($"{vocabulary.Entry(merge.Left)} {vocabulary.Entry(merge.Right)}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
