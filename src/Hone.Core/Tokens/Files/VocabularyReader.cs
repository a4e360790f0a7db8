namespace Hone.Core.Tokens.Files;

/// <summary>Puts entries and added tokens in their places, and checks that they agree.</summary>
internal static class VocabularyReader
{
    /// <summary>Published vocabularies end near 260,000.</summary>
    public const int HighestId = (1 << 22) - 1;

    /// <summary>Tables up to the highest id are held in memory, so gaps must stay in proportion to the file.</summary>
    private const int AllowedGaps = 1 << 16;

    public static string?[] Place(JsonField field, Dictionary<string, int> ids, List<AddedToken> added)
    {
        int highest = Math.Max(ids.Count == 0 ? -1 : ids.Values.Max(), added.Count == 0 ? -1 : added.Max(token => token.Id));
        if (highest > 16L * (ids.Count + added.Count) + AllowedGaps)
            throw field.Wrong($"goes up to the id {highest}, but there are only {ids.Count + added.Count} tokens");
        var entries = new string?[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        foreach (var (entry, id) in ids)
        {
            if (entries[id] is { } other)
                throw field.Wrong($"gives the id {id} to both \"{other}\" and \"{entry}\"");
            entries[id] = entry;
        }
        foreach (var token in added)
        {
            if (ids.TryGetValue(token.Content, out int id) && id != token.Id)
                throw new UserError($"{field.File}: added_tokens gives \"{token.Content}\" the id {token.Id}, but vocab gives it {id}");
            if (token.Id < entries.Length && entries[token.Id] is { } entry && entry != token.Content)
                throw new UserError($"{field.File}: added_tokens gives the id {token.Id} to \"{token.Content}\", but vocab gives it to \"{entry}\"");
        }
        return entries;
    }

    /// <summary>Token of each byte as "&lt;0x0A&gt;", -1 where there is none.</summary>
    public static int[] ReadByteTokens(Dictionary<string, int> ids)
    {
        var byteIds = new int[256];
        for (int value = 0; value < 256; value++)
            byteIds[value] = ids.GetValueOrDefault(EntryReading.NameOf((byte)value), -1);
        return byteIds;
    }
}
