namespace Hone.Corpus.Dedup;

/// <summary>
/// The keys of some bands with their documents, sorted band by band: documents with equal keys, a bucket, then lie together. As many
/// bands are read at a time as the memory allows, and never less than one: 16 bytes a document.
/// </summary>
internal sealed class BandKeys
{
    private const int ReadBlock = 4096;
    private const int Parts = 256;

    private readonly SignatureFile _signatures;
    private readonly int _documents;
    private readonly ulong[][] _bands;
    private readonly ulong[] _sorted;
    private int _first;

    public BandKeys(SignatureFile signatures, int documents, long bytes)
    {
        (_signatures, _documents) = (signatures, documents);
        BandsAtOnce = (int)Math.Clamp(bytes / (sizeof(ulong) * Math.Max(1L, documents)) - 1, 1, signatures.Width - MinHash.ContentWords);
        _bands = [.. Enumerable.Range(0, BandsAtOnce).Select(_ => new ulong[documents])];
        _sorted = new ulong[documents];
    }

    public int BandsAtOnce { get; }

    public void Load(int first, int bands, CancellationToken cancel)
    {
        _first = first;
        int blocks = (_documents + ReadBlock - 1) / ReadBlock, width = _signatures.Width;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancel }, block =>
        {
            int start = block * ReadBlock, count = Math.Min(ReadBlock, _documents - start);
            var signatures = new uint[count * width];
            _signatures.Read(start, signatures);
            for (int band = 0; band < bands; band++)
                for (int i = 0; i < count; i++)
                    _bands[band][start + i] = (ulong)signatures[i * width + MinHash.ContentWords + first + band] << 32 | (uint)(start + i);
        });
    }

    /// <summary>Every set of two or more documents with the same key, on all cores.</summary>
    public void ForEachBucket(int band, Action<ReadOnlySpan<ulong>> compare, CancellationToken cancel)
    {
        int[] ends = Scatter(_bands[band - _first]);
        Parallel.For(0, Parts, new ParallelOptions { CancellationToken = cancel }, part =>
        {
            int start = part == 0 ? 0 : ends[part - 1];
            Span<ulong> entries = _sorted.AsSpan(start, ends[part] - start);
            entries.Sort();
            for (int from = 0, to; from < entries.Length; from = to)
            {
                for (to = from + 1; to < entries.Length && entries[to] >> 32 == entries[from] >> 32;)
                    to++;
                if (to - from > 1)
                    compare(entries[from..to]);
            }
        });
    }

    /// <summary>Puts entries whose keys begin with the same byte together; gives where each part ends.</summary>
    private int[] Scatter(ulong[] entries)
    {
        var ends = new int[Parts];
        foreach (ulong entry in entries)
            ends[entry >> 56]++;
        for (int part = 1; part < Parts; part++)
            ends[part] += ends[part - 1];
        int[] next = [0, .. ends[..^1]];
        foreach (ulong entry in entries)
            _sorted[next[entry >> 56]++] = entry;
        return ends;
    }
}
