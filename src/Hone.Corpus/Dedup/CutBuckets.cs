namespace Hone.Corpus.Dedup;

/// <summary>Which buckets were cut: asked by later bands, told to the person.</summary>
internal sealed class CutBuckets
{
    private const int MostTold = 100;

    private readonly HashSet<(int Band, uint Key)> _keys = [];
    private readonly List<(int Band, uint Key)> _new = [];
    private readonly List<CutBucket> _told = [];

    /// <summary>Whether a bucket of an earlier band was cut.</summary>
    public bool Contains(int band, uint key) => _keys.Contains((band, key));

    public void Add(int band, uint key, CutBucket bucket)
    {
        lock (_new)
        {
            _new.Add((band, key));
            _told.Add(bucket);
        }
    }

    /// <summary>Called between bands, when nobody asks.</summary>
    public void EndBand()
    {
        _keys.UnionWith(_new);
        _new.Clear();
        if (_told.Count <= MostTold)
            return;
        IReadOnlyList<CutBucket> largest = Largest();
        _told.Clear();
        _told.AddRange(largest);
    }

    public IReadOnlyList<CutBucket> Largest() => [.. _told.OrderByDescending(cut => cut.Texts).ThenBy(cut => cut.Example).Take(MostTold)];
}
