using System.Buffers;
using System.Text;
using Hone.Core.Documents;

namespace Hone.Corpus.Sources;

/// <summary>
/// Bytes from anywhere as text. A byte order mark decides; then UTF-8, where the bytes can hardly be anything else, even against
/// what is declared: files are converted and their heads forgotten; then the declared character set; then Windows-1252, which is
/// what "Latin-1" means in practice (encoding.spec.whatwg.org). UTF-7 is never believed: it hides text from filters.
/// </summary>
internal static class EncodedText
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly Encoding _windows = CodePage(1252);

    public static string Decode(ReadOnlySpan<byte> bytes, string? declared = null)
    {
        (Encoding encoding, int mark) = Marked(bytes) ?? (Decide(Utf8Evidence.Of(bytes), bytes, declared), 0);
        return encoding.GetString(bytes[mark..]);
    }

    /// <summary>The encoding of a whole file, found without holding it.</summary>
    public static Encoding OfFile(string path)
    {
        using Stream stream = InputFile.Open(path);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var evidence = new Utf8Evidence();
        Encoding? first = null;
        for (int kept = 0; ;)
        {
            int length = kept + stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, length);
            if (first is null && (Marked(bytes)?.Encoding ?? Unmarked16(bytes)) is { } found)
                return found;
            first ??= _utf8;
            bool last = length < buffer.Length;
            kept = evidence.Add(bytes, last);
            if (last)
                return Decide(evidence, [], null);
            bytes[^kept..].CopyTo(buffer);
        }
    }

    /// <summary>The character set of that name, or null where none is known.</summary>
    public static Encoding? Find(string? name)
    {
        string label = (name ?? "").Trim().Trim('"', '\'').ToLowerInvariant();
        return label switch
        {
            "" or "utf-7" or "unicode-1-1-utf-7" => null,
            "utf-8" or "utf8" or "unicode-1-1-utf-8" => _utf8,
            "utf-16" or "utf-16le" or "unicode" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "us-ascii" or "ascii" or "iso-8859-1" or "latin1" or "iso8859-1" or "iso_8859-1" or "cp1252" => _windows,
            "iso-8859-9" or "latin5" => CodePage(1254),
            "gb2312" or "gbk" or "cp936" or "gb_2312-80" => CodePage(54936),
            "tis-620" or "iso-8859-11" => CodePage(874),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(label, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")),
        };
    }

    private static Encoding Decide(Utf8Evidence evidence, ReadOnlySpan<byte> bytes, string? declared)
    {
        if (Unmarked16(bytes) is { } wide)
            return wide;
        Encoding? named = Find(declared);
        if (evidence.IsAscii)
            return named is { IsSingleByte: false } and not UnicodeEncoding ? named : _utf8;
        return evidence.IsUtf8 ? _utf8 : named is null or UTF8Encoding or UnicodeEncoding ? _windows : named;
    }

    private static (Encoding Encoding, int Mark)? Marked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("\uFEFF"u8) ? (_utf8, 3)
        : bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]) ? (Encoding.UTF32, 4)
        : bytes.StartsWith<byte>([0xFF, 0xFE]) ? (Encoding.Unicode, 2)
        : bytes.StartsWith<byte>([0xFE, 0xFF]) ? (Encoding.BigEndianUnicode, 2)
        : null;

    /// <summary>UTF-16 without its mark, as some Windows tools write it: every other byte of Western text is zero.</summary>
    private static UnicodeEncoding? Unmarked16(ReadOnlySpan<byte> bytes)
    {
        int pairs = Math.Min(bytes.Length, 4096) / 2, low = 0, high = 0;
        for (int i = 0; i < pairs; i++)
        {
            low += bytes[2 * i] == 0 ? 1 : 0;
            high += bytes[(2 * i) + 1] == 0 ? 1 : 0;
        }
        bool wide = pairs >= 8 && Math.Max(low, high) > pairs * 0.6 && Math.Min(low, high) < pairs * 0.05;
        return wide ? new UnicodeEncoding(bigEndian: low > high, byteOrderMark: false) : null;
    }

    private static Encoding CodePage(int number) =>
        CodePagesEncodingProvider.Instance.GetEncoding(number, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")) ?? Encoding.Latin1;
}
