using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Hone.Core;
using Microsoft.Win32.SafeHandles;

namespace Hone.Corpus.Curation.Spill;

/// <summary>A finished segment, read by place from any thread.</summary>
internal sealed class Segment : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly int _number;
    private readonly long _end;

    public Segment(string path, int number)
    {
        _path = path;
        _number = number;
        _file = File.OpenHandle(path);
        _end = RandomAccess.GetLength(_file) - 4;
        Span<byte> header = stackalloc byte[SegmentFormat.HeaderBytes];
        if (_end < SegmentFormat.HeaderBytes || RandomAccess.Read(_file, header, 0) != header.Length || !SegmentFormat.IsHeader(header))
            throw Damaged();
    }

    /// <summary>Parts of the sources that are done with this segment.</summary>
    public int PartsDone
    {
        get
        {
            Span<byte> parts = stackalloc byte[4];
            Read(parts, _end);
            return BinaryPrimitives.ReadInt32LittleEndian(parts);
        }
    }

    public IEnumerable<DocumentFacts> Facts()
    {
        var record = new byte[SegmentFormat.FixedBytes];
        for (long offset = SegmentFormat.HeaderBytes; offset < _end; offset += Lengths(record, offset).Record)
        {
            Read(record, offset);
            yield return SegmentFormat.Facts(record, _number, offset);
        }
    }

    public PreparedHead Head(long offset)
    {
        RecordLengths lengths = LengthsAt(offset);
        var head = new byte[lengths.Head];
        Read(head, offset + SegmentFormat.FixedBytes);
        try
        {
            return JsonSerializer.Deserialize(head, CorpusJson.Line.PreparedHead) ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    public string Text(long offset)
    {
        RecordLengths lengths = LengthsAt(offset);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(lengths.Text);
        try
        {
            Span<byte> text = buffer.AsSpan(0, lengths.Text);
            Read(text, offset + SegmentFormat.FixedBytes + lengths.Head);
            return Encoding.UTF8.GetString(text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();

    private RecordLengths LengthsAt(long offset)
    {
        Span<byte> record = stackalloc byte[SegmentFormat.FixedBytes];
        Read(record, offset);
        return Lengths(record, offset);
    }

    private RecordLengths Lengths(ReadOnlySpan<byte> record, long offset)
    {
        RecordLengths lengths = SegmentFormat.Lengths(record);
        return lengths is { Head: >= 0, Text: >= 0 } && offset + lengths.Record <= _end ? lengths : throw Damaged();
    }

    private void Read(Span<byte> destination, long offset)
    {
        for (int done = 0; done < destination.Length;)
        {
            int read = RandomAccess.Read(_file, destination[done..], offset + done);
            if (read == 0)
                throw Damaged();
            done += read;
        }
    }

    private UserError Damaged() => new($"{_path}: not a whole segment of an unfinished run", "Delete the run's directory and start it again.");
}
