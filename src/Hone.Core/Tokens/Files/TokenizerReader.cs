// Reads tokenizer.json. Ids that differ from the model's make a model talk nonsense without any error, so whatever this program
// does not do exactly as Hugging Face does it refuses. Another model is one file and one line in the switch below.
using System.Buffers;
using System.Text;
using System.Text.Json;
using Hone.Core.Tokens.Normalisers;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

internal static class TokenizerReader
{
    /// <summary>The largest published ones have about 35 MB.</summary>
    private const long LargestFile = 256L << 20;

    public static Tokenizer Read(string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path} does not exist", "A model directory in Hugging Face's form has a tokenizer.json.");
        byte[] json = JsonFile.ReadBytes(path, LargestFile);
        var tokenizer = Parse(json, path);
        tokenizer.Special = Guard(path, () => SpecialTokenReader.Read(Path.GetDirectoryName(Path.GetFullPath(path))!, tokenizer));
        return tokenizer;
    }

    public static Tokenizer Parse(byte[] json, string name)
    {
        if (json.Length > LargestFile)
            throw new UserError($"{name} has {json.Length:N0} bytes: too large for a tokenizer.json");
        using var document = JsonFile.Parse(json, name);
        return Guard(name, () => Read(new JsonField(name, "", document.RootElement), json));
    }

    /// <summary>InvalidOperationException is what strings with half a surrogate pair or broken UTF-8 give, FormatException numbers without end.</summary>
    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw JsonFile.Invalid(name, e);
        }
    }

    private static Tokenizer Read(JsonField root, byte[] source)
    {
        // "truncation" and "padding" say how a training script cut its batches; they are not part of the tokenizer.
        var added = AddedTokenReader.Read(root["added_tokens"]);
        var (stages, byteLevel) = PreTokenizerReader.Read(root["pre_tokenizer"]);
        var reading = DecoderReader.Read(root["decoder"], byteLevel);
        var (before, after) = PostProcessorReader.Read(root["post_processor"]);
        var normalisers = NormaliserReader.Read(root["normalizer"]);
        var pipeline = new TokenizerPipeline { Normalisers = normalisers, Stages = stages, Before = before, After = after, Description = Describe(root, added, normalisers, stages) };
        var tokenizer = root["model"]["type"].Text() switch
        {
            "BPE" => BpeModelReader.Read(root["model"], added, reading, pipeline, source),
            "Unigram" => UnigramModelReader.Read(root["model"], added, reading, pipeline, source),
            var other => throw root["model"]["type"].Wrong($"is \"{other}\"; Hone reads \"BPE\" and \"Unigram\""),
        };
        return before.Concat(after).All(id => id < tokenizer.VocabularySize) ? tokenizer : throw root["post_processor"].Wrong("has an id beyond the vocabulary");
    }

    /// <summary>What else decides ids, as the file says it; nothing for GPT-2's pipeline, whose hash says so by saying nothing.</summary>
    private static string Describe(JsonField root, List<AddedToken> added, List<INormaliser> normalisers, List<CutStage> stages)
    {
        var model = root["model"];
        string flags = string.Join(' ', added.Where(token => token.SingleWord || token.TakesLeft || token.TakesRight || (token.Normalised && normalisers.Count > 0))
            .OrderBy(token => token.Id).Select(token => $"{token.Id}:{token.SingleWord}:{token.TakesLeft}:{token.TakesRight}:{token.Normalised}"));
        bool plain = normalisers.Count == 0 && stages is [{ Change: null, Cut: Gpt2PreTokenizer }] && flags.Length == 0
            && !model["ignore_merges"].Flag(absent: false) && model["type"].Text() == "BPE";
        if (plain)
            return "";
        JsonField[] fields = [root["normalizer"], root["pre_tokenizer"], model["unk_token"], model["unk_id"], model["fuse_unk"], model["byte_fallback"], model["ignore_merges"]];
        var scores = model["type"].Text() == "Unigram" ? model["vocab"] : default;
        return string.Join('\n', [.. fields.Append(scores).Select(Compact), flags]);
    }

    /// <summary>The value without white space, so that how a file is laid out does not matter.</summary>
    private static string Compact(JsonField field)
    {
        if (field.IsNull || field.Value.ValueKind == JsonValueKind.False)
            return "";
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            field.Value.WriteTo(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
