using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Hone.Corpus.Fetching.Records;

/// <summary>JSON Lines, gzip, being written: one compact record a line.</summary>
internal sealed class RecordFile(string path) : IDisposable
{
    private readonly GZipStream _stream = new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16), CompressionLevel.Fastest);

    public long Count { get; private set; }

    /// <summary>A record in any layout; what is no JSON is refused.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[3..];
        AddLine(Compact(json));
    }

    /// <summary>A record that is a line already.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        _stream.Write(line);
        _stream.WriteByte((byte)'\n');
        Count++;
    }

    public void Dispose() => _stream.Dispose();

    public static byte[] Compact(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (json[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) >= 0)
            throw new JsonException("more than one value");
        using var line = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.RootElement.WriteTo(writer);
        return line.ToArray();
    }
}
