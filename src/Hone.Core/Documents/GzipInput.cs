using System.Buffers.Binary;
using System.IO.Compression;

namespace Hone.Core.Documents;

/// <summary>
/// A gzip file, decompressed, bounded and checked to its end. The platform's GZipStream takes a file cut off in the middle for
/// a short one, so the length stated in the last four bytes is compared here. That makes a file of several gzip members an error:
/// better refused than half read.
/// </summary>
internal sealed class GzipInput : Stream
{
    private readonly GZipStream _gzip;
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly uint _statedLength;
    private long _bytes;

    public GzipInput(FileStream file, string path, long maxBytes)
    {
        _path = path;
        _maxBytes = maxBytes;
        _statedLength = ReadStatedLength(file, path);
        _gzip = new GZipStream(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _bytes; set => throw new NotSupportedException(); }

    private static uint ReadStatedLength(FileStream file, string path)
    {
        Span<byte> tail = stackalloc byte[4];
        if (file.Length < 18)
            throw Damaged(path, null);
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Seek(0, SeekOrigin.Begin);
        return BinaryPrimitives.ReadUInt32LittleEndian(tail);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(_path, e);
        }
        _bytes += read;
        if (_bytes > _maxBytes)
            throw new UserError($"{_path}: unpacks to more than {_maxBytes >> 20} MiB", "Split the file, or look whether it is what it claims to be.");
        if (read == 0 && buffer.Length > 0 && (uint)_bytes != _statedLength)
            throw Damaged(_path, null);
        return read;
    }

    private static UserError Damaged(string path, Exception? inner) =>
        new($"{path}: not a whole gzip file of one member", "It is cut off, damaged or joined from several: fetch it again, or unpack and pack it again with gzip.", inner);

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }
}
