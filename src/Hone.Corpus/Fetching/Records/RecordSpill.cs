namespace Hone.Corpus.Fetching.Records;

/// <summary>
/// New records on their way into the files of a source: they lie in a file as they came, in memory is only where. Of one id the
/// newest stays, whichever came first, so a window fetched twice changes nothing.
/// </summary>
internal sealed class RecordSpill : IDisposable
{
    private readonly RecordShape _shape;
    private readonly FileStream _file;
    private readonly Dictionary<string, (long Offset, int Length, string Stamp)> _newest = new(StringComparer.Ordinal);

    public RecordSpill(RecordShape shape, string path)
    {
        _shape = shape;
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }

    public int Count => _newest.Count;

    public IEnumerable<string> Ids => _newest.Keys;

    /// <summary>False where it is no record of this source.</summary>
    public bool Add(ReadOnlySpan<byte> json)
    {
        if (_shape.Id(json) is not { } id || _shape.FileOf(id) is null)
            return false;
        string stamp = _shape.Stamp(json);
        if (_newest.TryGetValue(id, out var known) && string.CompareOrdinal(known.Stamp, stamp) > 0)
            return true;
        byte[] line = RecordFile.Compact(json);
        _newest[id] = (_file.Seek(0, SeekOrigin.End), line.Length, stamp);
        _file.Write(line);
        return true;
    }

    public string StampOf(string id) => _newest[id].Stamp;

    public byte[] Line(string id)
    {
        var (offset, length, _) = _newest[id];
        byte[] line = new byte[length];
        _file.Seek(offset, SeekOrigin.Begin);
        _file.ReadExactly(line);
        return line;
    }

    public void Dispose() => _file.Dispose();
}
