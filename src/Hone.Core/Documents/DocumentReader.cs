using System.Text.Json;

namespace Hone.Core.Documents;

/// <summary>Documents of a .jsonl or .jsonl.gz file, one at a time.</summary>
public static class DocumentReader
{
    public static IEnumerable<Document> Read(string path)
    {
        foreach (JsonLine line in JsonLineReader.Read(path))
            yield return Parse(line);
    }

    public static Document Parse(JsonLine line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Utf8.Span, DocumentJson.Readable.Document) ?? throw line.Error("null is no document");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw line.Error($"not a document with id, text and source: {Brief(e.Message)}", e);
        }
    }

    /// <summary>System.Text.Json appends its own position, which counts from the line's start and would confuse.</summary>
    private static string Brief(string message)
    {
        int path = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
