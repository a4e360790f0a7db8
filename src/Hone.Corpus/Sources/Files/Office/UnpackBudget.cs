namespace Hone.Corpus.Sources.Files.Office;

/// <summary>How many bytes may still be unpacked from one package; more is taken for a bomb.</summary>
internal sealed class UnpackBudget(long bytes)
{
    private long _left = bytes;

    public Stream Bound(Stream stream) => new BoundStream(stream, this);

    private void Take(int count)
    {
        _left -= count;
        if (_left < 0)
            throw new InvalidDataException("it unpacks to far more than its size warrants");
    }

    private sealed class BoundStream(Stream inner, UnpackBudget budget) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            budget.Take(read);
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
