using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hone.Core.Tokens.Files;

/// <summary>Writes tokenizer.json, field for field as Hugging Face's library writes it.</summary>
internal static class TokenizerWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Tokenizer tokenizer, string path)
    {
        string temporary = path + ".partial";
        using (var stream = File.Create(temporary))
        {
            using (var json = new Utf8JsonWriter(stream, Options))
                Write(tokenizer, json);
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static void Write(Tokenizer tokenizer, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAddedTokens(tokenizer, json);
        json.WriteNull("normalizer");
        json.WritePropertyName("pre_tokenizer");
        tokenizer.PreTokenizer.Write(json);
        WriteByteLevel(json, "post_processor");
        WriteByteLevel(json, "decoder");
        WriteModel(tokenizer, json);
        json.WriteEndObject();
    }

    private static void WriteAddedTokens(Tokenizer tokenizer, Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        foreach (var token in tokenizer.Vocabulary.Added.OrderBy(token => token.Id))
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", false);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Tokenizer tokenizer, Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string name in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
            json.WriteNull(name);
        foreach (string name in (string[])["fuse_unk", "byte_fallback", "ignore_merges"])
            json.WriteBoolean(name, false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < tokenizer.Vocabulary.ModelSize; id++)
        {
            if (tokenizer.Vocabulary.Entry(id) is { } entry)
                json.WriteNumber(entry, id);
        }
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var merge in tokenizer.Model.Merges)
            json.WriteStringValue($"{tokenizer.Vocabulary.Entry(merge.Left)} {tokenizer.Vocabulary.Entry(merge.Right)}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
