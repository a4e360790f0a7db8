using System.Text;
using System.Text.Json;
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads a model object of type BPE: vocabulary and merges.</summary>
internal static class BpeModelReader
{
    private const string Mark = "▁";

    public static Tokenizer Read(JsonField field, List<AddedToken> added, EntryReading reading, TokenizerPipeline pipeline, byte[] source)
    {
        RefuseVariants(field);
        var ids = ReadVocabulary(field["vocab"]);
        var entries = VocabularyReader.Place(field["vocab"], ids, added);
        var vocabulary = new Vocabulary(entries, added, reading);
        BpeSymbols symbols = reading.ByteLevel ? new ByteSymbols(ReadByteIds(field["vocab"], ids)) : ReadCharacters(field, ids);
        var merges = ReadMerges(field["merges"], ids, reading.ByteLevel);
        bool whole = field["ignore_merges"].Flag(absent: false);
        if (!reading.ByteLevel && !whole && pipeline.Stages.All(stage => stage.Cut is null) && EndsBeforeMark(ids, entries, merges))
            pipeline = pipeline with { Stages = [.. pipeline.Stages, new CutStage(null, new MarkedWordPreTokenizer(Encoding.UTF8.GetBytes(Mark)))] };
        var model = new BpeModel(symbols, merges, whole ? ReadWholePieces(vocabulary, entries) : null);
        return new Tokenizer(vocabulary, pipeline, model, source);
    }

    private static void RefuseVariants(JsonField field)
    {
        var dropout = field["dropout"];
        if (!dropout.IsNull && (dropout.Value.ValueKind != JsonValueKind.Number || dropout.Value.GetDouble() != 0))
            throw dropout.Wrong("must be null", "Dropout gives other tokens at every call.");
        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (!field[name].IsNull && field[name].Text().Length > 0)
                throw field[name].Wrong("must be null or empty", "Hone reads BPE vocabularies without marks inside words.");
        }
    }

    private static Dictionary<string, int> ReadVocabulary(JsonField field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object)
            throw field.Wrong("must be an object");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in field.Value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out int id) || id < 0 || id > VocabularyReader.HighestId)
                throw field.At($"\"{property.Name}\"", property.Value).Wrong($"must be a whole number from 0 to {VocabularyReader.HighestId}");
            if (property.Name.Length == 0 || !ids.TryAdd(property.Name, id))
                throw field.At($"\"{property.Name}\"", property.Value).Wrong("is empty or stands there twice");
        }
        return ids;
    }

    private static int[] ReadByteIds(JsonField field, Dictionary<string, int> ids)
    {
        var byteIds = new int[256];
        for (int value = 0; value < 256; value++)
        {
            string entry = ByteAlphabet.ToCharacter((byte)value).ToString();
            if (!ids.TryGetValue(entry, out byteIds[value]))
                throw field.Wrong($"has no entry \"{entry}\" for the byte 0x{value:X2}", "A byte-level vocabulary has all 256 bytes.");
        }
        return byteIds;
    }

    private static CharacterSymbols ReadCharacters(JsonField field, Dictionary<string, int> ids)
    {
        var characters = new Dictionary<int, int>();
        foreach (var (entry, id) in ids)
        {
            if (Rune.TryGetRuneAt(entry, 0, out var rune) && rune.Utf16SequenceLength == entry.Length)
                characters[rune.Value] = id;
        }
        int unknown = -1;
        if (!field["unk_token"].IsNull && !ids.TryGetValue(field["unk_token"].Text(), out unknown))
            throw field["unk_token"].Wrong("is not in vocab");
        int[]? byteIds = field["byte_fallback"].Flag(absent: false) ? VocabularyReader.ReadByteTokens(ids) : null;
        return new CharacterSymbols(characters, byteIds, unknown, field["fuse_unk"].Flag(absent: false));
    }

    private static Merge[] ReadMerges(JsonField field, Dictionary<string, int> ids, bool byteLevel)
    {
        if (field.Value.ValueKind != JsonValueKind.Array)
            throw field.Wrong("must be a list");
        var merges = new Merge[field.Value.GetArrayLength()];
        int rank = 0;
        foreach (var item in field.Value.EnumerateArray())
        {
            if (ReadPair(item) is not var (left, right) || (byteLevel && (ByteAlphabet.TryRead(left) is null || ByteAlphabet.TryRead(right) is null)))
                throw field.At(rank, item).Wrong($"must be two tokens{(byteLevel ? " in the byte-level alphabet" : "")}");
            if (!ids.TryGetValue(left, out int leftId) || !ids.TryGetValue(right, out int rightId) || !ids.TryGetValue(left + right, out int resultId))
                throw field.At(rank, item).Wrong($"merges \"{left}\" and \"{right}\", but vocab lacks one of them or their union");
            merges[rank++] = new Merge(leftId, rightId, resultId);
        }
        return merges;
    }

    /// <summary>"a b", or ["a", "b"] as newer files have it.</summary>
    private static (string Left, string Right)? ReadPair(JsonElement item)
    {
        string[] parts = item.ValueKind switch
        {
            JsonValueKind.String => item.GetString()?.Split(' ', 3) ?? [],
            JsonValueKind.Array when item.GetArrayLength() == 2 && item[0].ValueKind == JsonValueKind.String && item[1].ValueKind == JsonValueKind.String
                => [item[0].GetString() ?? "", item[1].GetString() ?? ""],
            _ => [],
        };
        return parts.Length == 2 && parts[0] is { Length: > 0 } left && parts[1] is { Length: > 0 } right ? (left, right) : null;
    }

    /// <summary>
    /// Whether no merge ever joins a "▁" to what stands before it, so that a text may be cut there without changing its tokens. SentencePiece
    /// vocabularies are so, and come without a pre-tokenizer: uncut, a whole document would be one word.
    /// </summary>
    private static bool EndsBeforeMark(Dictionary<string, int> ids, string?[] entries, Merge[] merges) =>
        ids.ContainsKey(Mark) && merges.All(merge => entries[merge.Right]?.StartsWith(Mark, StringComparison.Ordinal) != true || entries[merge.Left]?.EndsWith(Mark, StringComparison.Ordinal) == true);

    /// <summary>Special tokens are none of them: no piece of text may become structure.</summary>
    private static Dictionary<byte[], int> ReadWholePieces(Vocabulary vocabulary, string?[] entries)
    {
        var pieces = new Dictionary<byte[], int>(BytesComparer.Instance);
        for (int id = 0; id < entries.Length; id++)
        {
            if (entries[id] is { } entry && !vocabulary.IsSpecial(id))
                pieces.TryAdd(vocabulary.Reading.ByteLevel ? vocabulary.Bytes(id).ToArray() : Encoding.UTF8.GetBytes(entry), id);
        }
        return pieces;
    }
}
