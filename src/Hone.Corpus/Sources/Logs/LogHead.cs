using System.Text;

namespace Hone.Corpus.Sources.Logs;

/// <summary>The beginning of a file, from which its encoding and its format are told.</summary>
internal sealed class LogHead
{
    private const int MaxBytes = 1 << 16;
    private const int MostLines = 60;

    private LogHead(string name, byte[] bytes)
    {
        Name = name;
        Bytes = bytes;
        string text = Encoding.UTF8.GetString(bytes);
        string[] lines = text.Split('\n');
        // The last line may be cut, unless it is the only one.
        Lines = [.. lines.Take(bytes.Length == MaxBytes && lines.Length > 1 ? lines.Length - 1 : lines.Length).Select(line => line.TrimEnd('\r').TrimStart('\uFEFF')).Where(line => !string.IsNullOrWhiteSpace(line)).Take(MostLines)];
    }

    public string Name { get; }

    public byte[] Bytes { get; }

    public IReadOnlyList<string> Lines { get; }

    public bool IsBinary => Bytes.AsSpan().Contains((byte)0);

    /// <summary>Reads the beginning and gives a stream of the whole in UTF-8: what Windows exports is UTF-16, with its mark or without.</summary>
    public static (LogHead Head, Stream Content) Peek(string name, Stream content)
    {
        byte[] first = ReadUpTo(content, MaxBytes);
        Stream whole = new PrefixedStream(first, content);
        if (Wide(first) is { } wide)
        {
            whole = Encoding.CreateTranscodingStream(whole, wide, new UTF8Encoding(false), leaveOpen: true);
            first = ReadUpTo(whole, MaxBytes);
            whole = new PrefixedStream(first, whole);
        }
        return (new LogHead(name, first), whole);
    }

    private static Encoding? Wide(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith<byte>([0xFF, 0xFE]))
            return Encoding.Unicode;
        if (first.StartsWith<byte>([0xFE, 0xFF]))
            return Encoding.BigEndianUnicode;
        if (first.Length < 4)
            return null;
        return first[0] != 0 && first[1] == 0 && first[2] != 0 && first[3] == 0 ? Encoding.Unicode
            : first[0] == 0 && first[1] != 0 && first[2] == 0 && first[3] != 0 ? Encoding.BigEndianUnicode : null;
    }

    private static byte[] ReadUpTo(Stream content, int most)
    {
        byte[] buffer = new byte[most];
        int read = content.ReadAtLeast(buffer, most, throwOnEndOfStream: false);
        return buffer[..read];
    }

    /// <summary>What has been read already, then the rest.</summary>
    private sealed class PrefixedStream(byte[] first, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at >= first.Length)
                return rest.Read(buffer);
            int length = Math.Min(buffer.Length, first.Length - _at);
            first.AsSpan(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
