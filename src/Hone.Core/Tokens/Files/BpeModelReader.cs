using System.Text.Json;
using Hone.Core.Tokens.Bpe;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens.Files;

/// <summary>Reads a model object of type BPE: vocabulary and merges.</summary>
internal static class BpeModelReader
{
    /// <summary>Published vocabularies end near 260,000; a table up to the highest id is held in memory.</summary>
    public const int HighestId = (1 << 22) - 1;

    public static Tokenizer Read(JsonField field, List<AddedToken> added, IPreTokenizer preTokenizer)
    {
        RefuseVariants(field);
        var ids = ReadVocabulary(field["vocab"]);
        foreach (var token in added)
            CheckAdded(field, token, ids);
        var entries = new string?[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        foreach (var (entry, id) in ids)
        {
            if (entries[id] is { } other)
                throw field["vocab"].Wrong($"gives the id {id} to both \"{other}\" and \"{entry}\"");
            entries[id] = entry;
        }
        foreach (var token in added)
        {
            if (token.Id < entries.Length && entries[token.Id] is { } entry && entry != token.Content)
                throw new UserError($"{field.File}: added_tokens gives the id {token.Id} to \"{token.Content}\", but vocab gives it to \"{entry}\"");
        }
        var model = new BpeModel(ReadByteIds(field["vocab"], ids), ReadMerges(field["merges"], ids));
        return new Tokenizer(new Vocabulary(entries, added), preTokenizer, model);
    }

    private static void RefuseVariants(JsonField field)
    {
        var dropout = field["dropout"];
        if (!dropout.IsNull && (dropout.Value.ValueKind != JsonValueKind.Number || dropout.Value.GetDouble() != 0))
            throw dropout.Wrong("must be null", "Dropout gives other tokens at every call.");
        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (!field[name].IsNull && field[name].Text().Length > 0)
                throw field[name].Wrong("must be null or empty", "Hone reads byte-level BPE tokenizers as GPT-2's.");
        }
        foreach (string name in (string[])["byte_fallback", "ignore_merges"])
        {
            if (field[name].Flag(absent: false))
                throw field[name].Wrong("must be false", "Hone reads byte-level BPE tokenizers as GPT-2's.");
        }
        // "unk_token" and "fuse_unk" are without effect: every byte has a token, which ReadByteIds sees to.
    }

    private static Dictionary<string, int> ReadVocabulary(JsonField field)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (entry, id) in field.Properties())
        {
            if (entry.Length == 0 || !ids.TryAdd(entry, id.Number(HighestId)))
                throw id.Wrong("is empty or stands there twice");
        }
        return ids;
    }

    private static void CheckAdded(JsonField field, AddedToken token, Dictionary<string, int> ids)
    {
        if (ids.TryGetValue(token.Content, out int id) && id != token.Id)
            throw new UserError($"{field.File}: added_tokens gives \"{token.Content}\" the id {token.Id}, but vocab gives it {id}");
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

    private static Merge[] ReadMerges(JsonField field, Dictionary<string, int> ids)
    {
        var merges = new List<Merge>();
        foreach (var item in field.Items())
        {
            var (left, right) = ReadPair(item);
            if (!ids.TryGetValue(left, out int leftId) || !ids.TryGetValue(right, out int rightId)
                || !ids.TryGetValue(left + right, out int resultId))
                throw item.Wrong($"merges \"{left}\" and \"{right}\", but vocab lacks one of them or their union");
            if (merges.Count > HighestId)
                throw field.Wrong($"has more than {HighestId} merges");
            merges.Add(new Merge(leftId, rightId, resultId));
        }
        return [.. merges];
    }

    /// <summary>"a b", or ["a", "b"] as newer files have it.</summary>
    private static (string Left, string Right) ReadPair(JsonField item)
    {
        string[] parts = item.Value.ValueKind == JsonValueKind.Array
            ? [.. item.Items().Take(3).Select(part => part.Text())]
            : item.Text().Split(' ');
        if (parts.Length != 2 || parts.Any(part => ByteAlphabet.TryRead(part) is not { Length: > 0 }))
            throw item.Wrong("must be two tokens in the byte-level alphabet");
        return (parts[0], parts[1]);
    }
}
