using System.Buffers;

namespace Hone.Corpus.Sources.Logs.Json;

/// <summary>
/// A stream in which every record is one line, made of one in which records span lines or all lie on one: exported JSON arrays,
/// {"Records":[...]}, indented objects, XML events. Line breaks inside a record become '\r', which both languages take for the
/// same; what lies between records is left out.
/// </summary>
internal abstract class RecordLines(Stream source) : Stream
{
    private readonly byte[] _input = new byte[1 << 15];
    private readonly ArrayBufferWriter<byte> _output = new(1 << 15);
    private int _given;
    private bool _ended;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes what the bytes give.</summary>
    protected abstract void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    protected static void Emit(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        Span<byte> room = output.GetSpan(bytes.Length);
        bytes.CopyTo(room);
        room[..bytes.Length].Replace((byte)'\n', (byte)'\r');
        output.Advance(bytes.Length);
    }

    protected static void EndRecord(IBufferWriter<byte> output) => output.Write("\n"u8);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_given == _output.WrittenCount && !_ended)
        {
            _output.ResetWrittenCount();
            _given = 0;
            int read = source.Read(_input);
            _ended = read == 0;
            Take(_input.AsSpan(0, read), _output);
        }
        int length = Math.Min(buffer.Length, _output.WrittenCount - _given);
        _output.WrittenSpan.Slice(_given, length).CopyTo(buffer);
        _given += length;
        return length;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>JSON objects at a depth: 0 where they follow each other, 1 in an array, 2 in an array inside an object.</summary>
internal sealed class JsonRecordLines(Stream source, int level) : RecordLines(source)
{
    private static readonly SearchValues<byte> _structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> _string = SearchValues.Create("\"\\"u8);

    private int _depth;
    private bool _inString;
    private bool _inRecord;
    private bool _escaped;

    protected override void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        int start = 0;
        for (int at = 0; at < bytes.Length;)
        {
            if (_escaped)
            {
                (_escaped, at) = (false, at + 1);
                continue;
            }
            int next = bytes[at..].IndexOfAny(_inString ? _string : _structure);
            if (next < 0)
                break;
            at += next;
            byte mark = bytes[at++];
            if (mark == '\\')
                _escaped = true;
            else if (mark == '"')
                _inString = !_inString;
            else if (mark is (byte)'{' or (byte)'[')
            {
                if (!_inRecord && mark == '{' && _depth == level)
                    (_inRecord, start) = (true, at - 1);
                _depth++;
            }
            else
            {
                _depth = Math.Max(0, _depth - 1);
                if (!_inRecord || _depth != level)
                    continue;
                Emit(bytes[start..at], output);
                EndRecord(output);
                _inRecord = false;
            }
        }
        if (_inRecord)
            Emit(bytes[start..], output);
    }
}

/// <summary>XML elements of one name, such as Event.</summary>
internal sealed class XmlRecordLines(Stream source) : RecordLines(source)
{
    private static ReadOnlySpan<byte> OpenTag => "<Event"u8;
    private static ReadOnlySpan<byte> CloseTag => "</Event>"u8;

    private readonly List<byte> _held = [];
    private bool _inRecord;

    protected override void Take(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        // A tag may lie across two reads: its beginning is held back.
        bool last = bytes.IsEmpty;
        byte[] joined = [.. _held, .. bytes];
        _held.Clear();
        ReadOnlySpan<byte> rest = joined;
        while (!rest.IsEmpty)
        {
            int next = rest.IndexOf(_inRecord ? CloseTag : OpenTag);
            if (next < 0)
                break;
            if (_inRecord)
            {
                Emit(rest[..(next + CloseTag.Length)], output);
                EndRecord(output);
                rest = rest[(next + CloseTag.Length)..];
                _inRecord = false;
                continue;
            }
            rest = rest[next..];
            if (rest.Length <= OpenTag.Length && !last)
                break;
            _inRecord = rest.Length > OpenTag.Length && rest[OpenTag.Length] is (byte)'>' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t';
            if (!_inRecord)
                rest = rest[Math.Min(rest.Length, OpenTag.Length)..];
        }
        int keep = last ? 0 : Math.Min(rest.Length, CloseTag.Length);
        if (_inRecord)
            Emit(rest[..^keep], output);
        _held.AddRange(rest[^keep..]);
    }
}
