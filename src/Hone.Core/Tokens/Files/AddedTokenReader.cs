namespace Hone.Core.Tokens.Files;

/// <summary>Reads added_tokens.</summary>
internal static class AddedTokenReader
{
    private const int MostTokens = 100_000;
    private const int LongestContent = 1024;

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
        var content = item["content"];
        if (content.Bytes(LongestContent).Length == 0)
            throw content.Wrong("must not be empty");
        return new AddedToken(item["id"].Number(VocabularyReader.HighestId), content.Text(), item["special"].Flag(absent: false))
        {
            SingleWord = item["single_word"].Flag(absent: false),
            TakesLeft = item["lstrip"].Flag(absent: false),
            TakesRight = item["rstrip"].Flag(absent: false),
            Normalised = item["normalized"].Flag(absent: false),
        };
    }
}
