using System.Buffers.Binary;
using System.Globalization;
using Hone.Core.Documents;

namespace Hone.Corpus.Curation.Spill;

/// <summary>
/// Writes the first pass's results in segments of some 64 MB. Each appears whole and says how many parts of the sources are done
/// with it, so that a killed pass goes on behind the last one.
/// </summary>
internal sealed class SegmentWriter(string directory, int segments) : IDisposable
{
    private AtomicFile? _file;
    private int _segments = segments;

    /// <summary>A segment is closed when it has so many bytes.</summary>
    public long TargetBytes { get; init; } = 64 << 20;

    public static string PathOf(string directory, int segment) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"segment-{segment:00000}.bin"));

    public Action? BeforeClose { get; init; }

    public void Add(ReadOnlySpan<byte> record)
    {
        if (_file is null)
        {
            _file = new AtomicFile(PathOf(directory, _segments));
            _file.Stream.Write(SegmentFormat.Header());
        }
        _file.Stream.Write(record);
    }

    /// <summary>All documents of so many parts have been added.</summary>
    public void PartsDone(int parts)
    {
        if (_file?.Stream.Position >= TargetBytes)
            Close(parts);
    }

    public void Complete(int parts)
    {
        if (_file is not null)
            Close(parts);
    }

    public void Dispose() => _file?.Dispose();

    private void Close(int parts)
    {
        if (_file is null)
            return;
        BeforeClose?.Invoke();
        Span<byte> end = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(end, parts);
        _file.Stream.Write(end);
        _file.Complete();
        _file.Dispose();
        _file = null;
        _segments++;
    }
}
