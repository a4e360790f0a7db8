using System.Text;
using System.Text.Json;
using Hone.Core.Tokens.Unigram;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads a model object of type Unigram: entries with scores.</summary>
internal static class UnigramModelReader
{
    /// <summary>SentencePiece's are 16 characters long; every place of a text is searched this far.</summary>
    private const int LongestEntry = 512;

    public static Tokenizer Read(JsonField field, List<AddedToken> added, EntryReading reading, TokenizerPipeline pipeline, byte[] source)
    {
        if (reading.ByteLevel)
            throw field["type"].Wrong("is \"Unigram\", which Hone does not do at byte level");
        if (!field["alpha"].IsNull)
            throw field["alpha"].Wrong("must be null", "Sampling gives other tokens at every call.");
        var (ids, scores) = ReadVocabulary(field["vocab"]);
        var vocabulary = new Vocabulary(VocabularyReader.Place(field["vocab"], ids, added), added, reading);
        int unknown = field["unk_id"].Number(Math.Max(0, scores.Length - 1));
        int[]? byteIds = field["byte_fallback"].Flag(absent: false) ? VocabularyReader.ReadByteTokens(ids) : null;
        // Special tokens are not formed from text; the unknown one is, where the text says its name, since Hugging Face's does so.
        var entries = ids.Select(pair => vocabulary.IsSpecial(pair.Value) && pair.Value != unknown ? null : Encoding.UTF8.GetBytes(pair.Key)).ToList();
        return new Tokenizer(vocabulary, pipeline, new UnigramModel(entries, scores, unknown, byteIds), source);
    }

    /// <summary>The entries, in the order of their ids.</summary>
    private static (Dictionary<string, int> Ids, double[] Scores) ReadVocabulary(JsonField field)
    {
        if (field.Value.ValueKind != JsonValueKind.Array || field.Value.GetArrayLength() is 0 or > VocabularyReader.HighestId)
            throw field.Wrong("must be a list of tokens with their scores");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new double[field.Value.GetArrayLength()];
        foreach (var item in field.Value.EnumerateArray())
        {
            int id = ids.Count;
            if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2 || item[0].ValueKind != JsonValueKind.String
                || item[1].ValueKind != JsonValueKind.Number || ScoreReader.Read(item[1].GetRawText()) is not { } score)
                throw field.At(id, item).Wrong("must be a token and its score");
            string entry = item[0].GetString() ?? "";
            if (entry.Length is 0 or > LongestEntry || !ids.TryAdd(entry, id))
                throw field.At(id, item).Wrong($"is empty, longer than {LongestEntry} characters, or stands there twice");
            scores[id] = score;
        }
        return (ids, scores);
    }
}
