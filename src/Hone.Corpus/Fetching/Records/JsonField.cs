using System.Text.Json;

namespace Hone.Corpus.Fetching.Records;

/// <summary>A text deep in a record, found without building the record.</summary>
internal static class JsonField
{
    public static string? Find(ReadOnlySpan<byte> json, params ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        int level = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool matches = reader.ValueTextEquals(path[level]);
            reader.Read();
            if (!matches)
                reader.Skip();
            else if (level == path.Length - 1)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            else if (reader.TokenType == JsonTokenType.StartObject)
                level++;
            else
                return null;
        }
        return null;
    }
}
