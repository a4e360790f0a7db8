using System.Text.Encodings.Web;
using System.Text.Json;
using Hone.Core.Tokens.Files;

namespace Hone.Core.Tokens;

/// <summary>The JSON file beside a shard's tokens. It is written last: a shard without it was never finished.</summary>
internal sealed record TokenShardHeader
{
    private const string Format = "hone-shard";
    private const int Version = 1;
    private const long LargestFile = 512L << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string VocabularyHash { get; init; }
    public required int VocabularySize { get; init; }
    public required long Tokens { get; init; }
    public required long[] Offsets { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>uint16 where every id fits into it, else uint32.</summary>
    public int BytesPerToken => BytesFor(VocabularySize);

    public static int BytesFor(int vocabularySize) => vocabularySize <= 65_536 ? 2 : 4;

    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("dtype", TypeName(BytesPerToken));
        json.WriteString("vocabulary_hash", VocabularyHash);
        json.WriteNumber("vocabulary_size", VocabularySize);
        json.WriteNumber("tokens", Tokens);
        json.WriteNumber("documents", Offsets.Length);
        json.WriteStartArray("offsets");
        foreach (long offset in Offsets)
            json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteString("sha256", Sha256);
        json.WriteEndObject();
    }

    public static TokenShardHeader Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new UserError($"{path} is too large for a shard header");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(new JsonField(path, "", document.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserError($"{path} is not a valid shard header: {e.Message}", "Write the shard again.", e);
        }
    }

    private static TokenShardHeader Read(JsonField root)
    {
        if (root["format"].Text() != Format)
            throw root["format"].Wrong($"must be \"{Format}\"");
        if (root["version"].LongNumber(long.MaxValue) != Version)
            throw root["version"].Wrong($"must be {Version}", "Another version of this program wrote the shard.");
        int vocabularySize = root["vocabulary_size"].Number(int.MaxValue);
        if (root["dtype"].Text() != TypeName(BytesFor(vocabularySize)))
            throw root["dtype"].Wrong($"must be \"{TypeName(BytesFor(vocabularySize))}\" for {vocabularySize} tokens");
        long tokens = root["tokens"].LongNumber(long.MaxValue / 4);
        return new TokenShardHeader
        {
            VocabularyHash = ReadHash(root["vocabulary_hash"]),
            VocabularySize = vocabularySize,
            Tokens = tokens,
            Offsets = ReadOffsets(root, tokens),
            Sha256 = ReadHash(root["sha256"]),
        };
    }

    /// <summary>Starts of documents: the first at 0, none before its predecessor or beyond the end.</summary>
    private static long[] ReadOffsets(JsonField root, long tokens)
    {
        var offsets = new List<long>();
        foreach (var item in root["offsets"].Items())
        {
            long offset = item.LongNumber(tokens);
            if (offset < (offsets.Count == 0 ? 0 : offsets[^1]) || (offsets.Count == 0 && offset != 0))
                throw item.Wrong("must not lie before the start of the document before it, and the first must be 0");
            offsets.Add(offset);
        }
        if (root["documents"].LongNumber(int.MaxValue) != offsets.Count)
            throw root["documents"].Wrong($"must be the number of offsets, {offsets.Count}");
        if (offsets.Count == 0 && tokens > 0)
            throw root["offsets"].Wrong("must not be empty where there are tokens");
        return [.. offsets];
    }

    private static string ReadHash(JsonField field)
    {
        string text = field.Text();
        if (text.Length != 64 || !text.All(char.IsAsciiHexDigitLower))
            throw field.Wrong("must be a SHA-256 in 64 lower-case hexadecimal digits");
        return text;
    }

    private static string TypeName(int bytesPerToken) => bytesPerToken == 2 ? "uint16" : "uint32";
}
