// Reads tokenizer.json. Ids that differ from the model's make a model talk nonsense without any error, so whatever this program
// does not do exactly as Hugging Face does it refuses. Another pre-tokenizer or model is one file and one line in the switches below.
using System.Text.Json;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

internal static class TokenizerReader
{
    /// <summary>The largest published ones have about 20 MB.</summary>
    private const long LargestFile = 256L << 20;

    private const string Hint = "Hone reads byte-level BPE tokenizers as GPT-2's.";

    public static Tokenizer Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadBytes(path));
            return Read(new JsonField(path, "", document.RootElement));
        }
        // InvalidOperationException is what strings with half a surrogate pair or broken UTF-8 give.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserError($"{path} is not a valid tokenizer.json: {e.Message}", "Copy it again from where the model came from.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read {path}: {e.Message}", inner: e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} does not exist", "A model directory in Hugging Face's form has a tokenizer.json.");
        long length = new FileInfo(path).Length;
        if (length > LargestFile)
            throw new UserError($"{path} has {length:N0} bytes: too large for a tokenizer.json");
        return File.ReadAllBytes(path);
    }

    private static Tokenizer Read(JsonField root)
    {
        // "truncation" and "padding" say how a training script cut its batches; they are not part of the tokenizer.
        if (!root["normalizer"].IsNull)
            throw root["normalizer"].Wrong("must be null", Hint);
        var preTokenizer = ReadPreTokenizer(root["pre_tokenizer"]);
        CheckType(root["decoder"], "ByteLevel");
        if (!root["post_processor"].IsNull)
            CheckType(root["post_processor"], "ByteLevel");
        var added = AddedTokenReader.Read(root["added_tokens"]);
        return root["model"]["type"].Text() switch
        {
            "BPE" => BpeModelReader.Read(root["model"], added, preTokenizer),
            var other => throw root["model"]["type"].Wrong($"is \"{other}\"", Hint),
        };
    }

    private static Gpt2PreTokenizer ReadPreTokenizer(JsonField field)
    {
        CheckType(field, "ByteLevel");
        if (field["add_prefix_space"].Flag(absent: true))
            throw field["add_prefix_space"].Wrong("must be false", Hint);
        if (!field["use_regex"].Flag(absent: true))
            throw field["use_regex"].Wrong("must be true", Hint);
        return new Gpt2PreTokenizer();
    }

    private static void CheckType(JsonField field, string expected)
    {
        if (field.IsNull)
            throw field.Wrong($"is missing; it must be of type {expected}", Hint);
        string type = field["type"].Text();
        if (type != expected)
            throw field["type"].Wrong($"is \"{type}\"; it must be \"{expected}\"", Hint);
    }
}
