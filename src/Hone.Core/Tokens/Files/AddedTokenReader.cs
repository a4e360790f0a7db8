namespace Hone.Core.Tokens.Files;

/// <summary>Reads added_tokens.</summary>
internal static class AddedTokenReader
{
    private const int MostTokens = 100_000;

    public static List<AddedToken> Read(JsonField field)
    {
        var tokens = new List<AddedToken>();
        if (field.IsNull)
            return tokens;
        var ids = new HashSet<int>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in field.Items())
        {
            var token = ReadOne(item);
            if (!ids.Add(token.Id) || !contents.Add(token.Content))
                throw item.Wrong($"repeats the id or the content of another added token ({token.Id}, \"{token.Content}\")");
            if (tokens.Count == MostTokens)
                throw field.Wrong($"has more than {MostTokens} tokens");
            tokens.Add(token);
        }
        return tokens;
    }

    private static AddedToken ReadOne(JsonField item)
    {
        string content = item["content"].Text();
        if (content.Length == 0)
            throw item["content"].Wrong("must not be empty");
        // These three decide how much of the neighbouring text such a token takes.
        foreach (string flag in (string[])["single_word", "lstrip", "rstrip"])
        {
            if (item[flag].Flag(absent: false))
                throw item[flag].Wrong("must be false", "Hone finds added tokens exactly as they are written.");
        }
        return new AddedToken(item["id"].Number(BpeModelReader.HighestId), content, item["special"].Flag(absent: false));
    }
}
