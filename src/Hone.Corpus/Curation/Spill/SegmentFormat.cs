using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hone.Corpus.Curation.Spill;

/// <summary>
/// Bytes of a segment, a file of the first pass's results: magic, version, then records, then how many parts of the sources are
/// done with this segment. All numbers little-endian. A record is the lengths of its pieces, the facts, and the pieces:
/// head (JSON), text (UTF-8).
/// </summary>
internal static class SegmentFormat
{
    public const int HeaderBytes = 8;

    /// <summary>Two lengths, facts.</summary>
    public const int FixedBytes = 8 + 16 + 16 + 8 + 8 + 8 + 4 + 4 + 4 + 4;

    private const uint Magic = 0x47455348; // "HSEG"
    private const int Version = 1;

    public static byte[] Header()
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Version);
        return header;
    }

    public static bool IsHeader(ReadOnlySpan<byte> header) => header.SequenceEqual(Header());

    public static byte[] Encode(PreparedDocument document)
    {
        byte[] head = JsonSerializer.SerializeToUtf8Bytes(
            new PreparedHead(document.Source, document.Document with { Text = "" }, document.Verdict.Reason, document.Verdict.Detail, document.Scrubbed.Count > 0 ? document.Scrubbed : null, document.Related.Length > 0 ? document.Related : null),
            CorpusJson.Line.PreparedHead);
        string text = document.Document.Text;
        int textBytes = Encoding.UTF8.GetByteCount(text);
        var record = new byte[FixedBytes + head.Length + textBytes];
        WriteFixed(record, document, head.Length, textBytes);
        head.CopyTo(record, FixedBytes);
        Encoding.UTF8.GetBytes(text, record.AsSpan(FixedBytes + head.Length));
        return record;
    }

    private static void WriteFixed(Span<byte> record, PreparedDocument document, int headBytes, int textBytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, headBytes);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], textBytes);
        BinaryPrimitives.WriteUInt128LittleEndian(record[8..], document.TextHash);
        BinaryPrimitives.WriteUInt128LittleEndian(record[24..], document.DuplicateKey);
        BinaryPrimitives.WriteUInt64LittleEndian(record[40..], document.Order);
        BinaryPrimitives.WriteDoubleLittleEndian(record[48..], document.Share);
        BinaryPrimitives.WriteDoubleLittleEndian(record[56..], document.Quality);
        BinaryPrimitives.WriteInt32LittleEndian(record[64..], document.Source);
        BinaryPrimitives.WriteInt32LittleEndian(record[68..], DayOf(document.Document.Date));
        BinaryPrimitives.WriteInt32LittleEndian(record[72..], document.Document.Text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[76..], document.Verdict.Kept ? 1 : 0);
    }

    public static DocumentFacts Facts(ReadOnlySpan<byte> record, int segment, long offset) => new()
    {
        TextHash = BinaryPrimitives.ReadUInt128LittleEndian(record[8..]),
        DuplicateKey = BinaryPrimitives.ReadUInt128LittleEndian(record[24..]),
        Order = BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
        Share = BinaryPrimitives.ReadDoubleLittleEndian(record[48..]),
        Quality = BinaryPrimitives.ReadDoubleLittleEndian(record[56..]),
        Source = BinaryPrimitives.ReadInt32LittleEndian(record[64..]),
        Day = BinaryPrimitives.ReadInt32LittleEndian(record[68..]),
        Characters = BinaryPrimitives.ReadInt32LittleEndian(record[72..]),
        Kept = BinaryPrimitives.ReadInt32LittleEndian(record[76..]) == 1,
        Segment = segment,
        Offset = offset,
    };

    public static RecordLengths Lengths(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadInt32LittleEndian(record), BinaryPrimitives.ReadInt32LittleEndian(record[4..]));

    private static int DayOf(string? date) =>
        date is { Length: >= 10 } && DateOnly.TryParseExact(date.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day.DayNumber : 0;
}

/// <summary>Bytes of the head and of the text.</summary>
internal readonly record struct RecordLengths(int Head, int Text)
{
    public long Record => SegmentFormat.FixedBytes + (long)Head + Text;
}
