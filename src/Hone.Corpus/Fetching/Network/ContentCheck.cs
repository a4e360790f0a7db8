using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml;
using Hone.Core;
using Hone.Core.Documents;

namespace Hone.Corpus.Fetching.Network;

/// <summary>
/// Whether a file is what it should be and whole, judged by reading it to its end: a portal's page in place of JSON, a text cut off
/// in the middle, an archive that unpacks without end are all found here, before an older good file is touched.
/// </summary>
internal static class ContentCheck
{
    /// <summary>What a gzip file may unpack to.</summary>
    public const long MaxUnpackedBytes = 4L << 30;

    /// <summary>Security data in JSON packs to a tenth or twentieth; a bomb to a thousandth.</summary>
    public const int MaxRatio = 200;

    public static FetchFailure WebPage(Uri address) => new($"{address}: a web page came instead of data", "a portal, a login or an error page: open the address in a browser") { BadContent = true };

    /// <param name="mayBeCut">The server did not say how long it is: what is broken may only be cut off.</param>
    public static async Task VerifyAsync(string path, ContentShape shape, Uri address, bool mayBeCut, CancellationToken cancel)
    {
        try
        {
            await Task.Run(() => Verify(path, shape, address, cancel), cancel);
        }
        catch (Exception e) when (e is JsonException or XmlException or InvalidDataException or UserError or EndOfStreamException)
        {
            throw new FetchFailure($"{address}: not whole, or not {shape.ToString().ToUpperInvariant()}: {e.Message}", null, e) { Transient = mayBeCut, BadContent = true };
        }
    }

    private static void Verify(string path, ContentShape shape, Uri address, CancellationToken cancel)
    {
        using FileStream file = File.OpenRead(path);
        byte[] head = new byte[512];
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0)
            throw new InvalidDataException("nothing came");
        if (LooksLikeWebPage(head.AsSpan(0, read)))
            throw WebPage(address);
        file.Position = 0;
        switch (shape)
        {
            case ContentShape.Json:
                ReadJson(file, cancel);
                break;
            case ContentShape.Xml:
                ReadXml(file, cancel);
                break;
            case ContentShape.Zip:
                using (var archive = new ZipArchive(file, ZipArchiveMode.Read))
                    _ = archive.Entries.Count;
                break;
            case ContentShape.Gzip:
                ReadGzip(path, file.Length, address, cancel);
                break;
            default:
                ReadText(file, cancel);
                break;
        }
    }

    private static bool LooksLikeWebPage(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>To its last bracket, in a buffer that grows only with the longest token.</summary>
    private static void ReadJson(Stream stream, CancellationToken cancel)
    {
        var state = new JsonReaderState();
        byte[] buffer = new byte[1 << 16];
        int held = 0;
        bool first = true;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            int read = stream.Read(buffer, held, buffer.Length - held);
            int start = first && buffer.AsSpan(0, read).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            first = false;
            var reader = new Utf8JsonReader(buffer.AsSpan(start, held + read - start), read == 0, state);
            while (reader.Read())
            {
            }
            if (read == 0)
                return;
            state = reader.CurrentState;
            int used = start + (int)reader.BytesConsumed;
            held = held + read - used;
            buffer.AsSpan(used, held).CopyTo(buffer);
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length < 64 << 20 ? buffer.Length * 2 : throw new InvalidDataException("a single value of more than 64 MiB"));
        }
    }

    private static void ReadXml(Stream stream, CancellationToken cancel)
    {
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
            cancel.ThrowIfCancellationRequested();
    }

    private static void ReadGzip(string path, long packed, Uri address, CancellationToken cancel)
    {
        using Stream content = InputFile.Open(path, Math.Min(MaxUnpackedBytes, packed * MaxRatio + (16 << 20)));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        for (bool first = true; ; first = false)
        {
            cancel.ThrowIfCancellationRequested();
            int read = content.Read(buffer);
            if (first && LooksLikeWebPage(buffer.AsSpan(0, read)))
                throw WebPage(address);
            if (read == 0)
                break;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>No format to hold on to: at least it is text.</summary>
    private static void ReadText(Stream stream, CancellationToken cancel)
    {
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancel.ThrowIfCancellationRequested();
            if (buffer.AsSpan(0, read).Contains((byte)0))
                throw new InvalidDataException("bytes that no text has");
        }
    }
}
