using System.Globalization;
using System.Text.Json;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Decontamination;

/// <summary>A text of a benchmark's record.</summary>
/// <param name="Place">File and record, as a person would look it up: "cti-vsp.tsv:17".</param>
/// <param name="Field">The column or property it came from.</param>
internal readonly record struct BenchmarkText(string Place, string Field, string Text);

/// <summary>
/// Reads whatever a benchmark is published as: CSV, TSV, JSON or JSON Lines, plain or gzip, whatever the columns are called. A
/// record is a row, a line, or an object of the outermost array; every string in it is a text.
/// </summary>
internal static class BenchmarkFile
{
    public static readonly string[] Endings = [".csv", ".tsv", ".json", ".jsonl", ".ndjson"];

    private const int MaxBytes = 1 << 30;

    /// <summary>Token lists and labels are left aside early: whole sets of them are made of nothing else.</summary>
    private const int ShortestText = 8;

    /// <summary>The texts of every record.</summary>
    public static IEnumerable<IReadOnlyList<BenchmarkText>> Read(string path, string relative)
    {
        string plain = InputFile.IsGzip(path) ? path[..^3] : path;
        return Path.GetExtension(plain).ToLowerInvariant() switch
        {
            ".csv" => DelimitedRecords.Read(path, relative, ','),
            ".tsv" => DelimitedRecords.Read(path, relative, '\t'),
            ".json" => ReadJson(path, relative),
            ".jsonl" or ".ndjson" => ReadLines(path, relative),
            _ => throw new UserError($"{path}: not a benchmark file", $"Files with these endings can be read, with .gz after them too: {string.Join(" ", Endings)}."),
        };
    }

    private static IEnumerable<IReadOnlyList<BenchmarkText>> ReadLines(string path, string relative)
    {
        foreach (JsonLine line in JsonLineReader.Read(path))
        {
            using JsonDocument json = Parse(line.Utf8, path, line.Number);
            yield return Texts(json.RootElement, string.Create(CultureInfo.InvariantCulture, $"{relative}:{line.Number}"));
        }
    }

    private static IEnumerable<IReadOnlyList<BenchmarkText>> ReadJson(string path, string relative)
    {
        ReadOnlyMemory<byte> content = InputFile.ReadAll(path, MaxBytes);
        if (content.Span.StartsWith("\uFEFF"u8))
            content = content[3..];
        if (LooksLikeLines(content.Span))
        {
            foreach (IReadOnlyList<BenchmarkText> record in ReadLines(path, relative))
                yield return record;
            yield break;
        }
        using JsonDocument json = Parse(content, path, null);
        int number = 0;
        foreach (JsonElement record in Records(json.RootElement))
            yield return Texts(record, string.Create(CultureInfo.InvariantCulture, $"{relative}:{++number}"));
    }

    /// <summary>JSON Lines is often called .json: a whole object on the first line, and another after it.</summary>
    private static bool LooksLikeLines(ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf((byte)'\n');
        if (end < 0 || !content[end..].TrimStart(" \r\n\t"u8).StartsWith("{"u8))
            return false;
        try
        {
            var reader = new Utf8JsonReader(content[..end]);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The objects of the outermost arrays; where there is none, the whole.</summary>
    private static IEnumerable<JsonElement> Records(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray();
        if (root.ValueKind != JsonValueKind.Object)
            return [root];
        JsonElement[] members = [.. root.EnumerateObject().Select(member => member.Value)];
        return members.Any(IsListOfObjects)
            ? members.SelectMany(member => IsListOfObjects(member) ? member.EnumerateArray().AsEnumerable() : [member])
            : members.Length > 1 && members.All(member => member.ValueKind == JsonValueKind.Object) ? members : [root];
    }

    private static bool IsListOfObjects(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.Object;

    private static List<BenchmarkText> Texts(JsonElement record, string place)
    {
        var texts = new List<BenchmarkText>();
        Add(record, "");
        return texts;

        void Add(JsonElement element, string field)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String when Text(element) is { Length: >= ShortestText } text:
                    texts.Add(new BenchmarkText(place, field, text));
                    break;
                case JsonValueKind.Array:
                    foreach (JsonElement item in element.EnumerateArray())
                        Add(item, field);
                    break;
                case JsonValueKind.Object:
                    foreach (JsonProperty member in element.EnumerateObject())
                        Add(member.Value, field.Length == 0 ? member.Name : $"{field}.{member.Name}");
                    break;
            }
        }
    }

    /// <summary>Half a surrogate pair is no text; the rest of the record still is.</summary>
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string path, int? line)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new UserError($"{path}:{line ?? e.LineNumber + 1}: not JSON: {e.Message.Split(" LineNumber:")[0]}", "A benchmark that cannot be read cannot be kept out. Fetch the file again, or name another.", e);
        }
    }
}
