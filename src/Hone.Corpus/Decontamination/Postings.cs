using System.Numerics;
using Hone.Core.Text;

namespace Hone.Corpus.Decontamination;

/// <summary>
/// Which items hold a shingle: hashes sorted, with the items beside them, found through a directory over the hashes' first bits.
/// A Bloom filter with both bits of a hash in one word (Putze and others 2007) answers first: for a shingle that no item holds,
/// which is nearly every one, that is one look into memory.
/// </summary>
internal sealed class Postings
{
    private readonly ulong[] _hashes;
    private readonly int[] _items;
    private readonly int[] _directory;
    private readonly int _directoryShift;
    private readonly ulong[] _filter;

    /// <summary>Takes both arrays over.</summary>
    public Postings(ulong[] hashes, int[] items)
    {
        Array.Sort(hashes, items);
        (_hashes, _items) = (hashes, items);
        SortWithinEqual();
        int bits = Math.Clamp(BitOperations.Log2((uint)hashes.Length + 1) - 1, 1, 28);
        _directoryShift = 64 - bits;
        _directory = new int[(1 << bits) + 1];
        foreach (ulong hash in hashes)
            _directory[(hash >> _directoryShift) + 1]++;
        for (int i = 1; i < _directory.Length; i++)
            _directory[i] += _directory[i - 1];
        _filter = new ulong[Math.Max(1, BitOperations.RoundUpToPowerOf2((uint)hashes.Length / 4 + 1))];
        foreach (ulong hash in hashes)
            _filter[FilterWord(hash)] |= FilterBits(hash);
    }

    public int Count => _hashes.Length;

    /// <summary>False for certain, or perhaps true.</summary>
    private bool MayHold(ulong hash) => (_filter[FilterWord(hash)] & FilterBits(hash)) == FilterBits(hash);

    public ReadOnlySpan<int> Find(ulong hash)
    {
        var (from, to) = PlaceOf(hash);
        return _items.AsSpan(from, to - from);
    }

    /// <summary>Where a shingle's items lie among all; the first place names the shingle. Empty for one that no item holds.</summary>
    public (int From, int To) PlaceOf(ulong hash)
    {
        if (!MayHold(hash))
            return (0, 0);
        int slot = (int)(hash >> _directoryShift);
        int from = _directory[slot], end = _directory[slot + 1];
        while (from < end && _hashes[from] < hash)
            from++;
        int to = from;
        while (to < end && _hashes[to] == hash)
            to++;
        return (from, to);
    }

    public int ItemAt(int place) => _items[place];

    private int FilterWord(ulong hash) => (int)((hash >> 12) & (ulong)(_filter.Length - 1));

    private static ulong FilterBits(ulong hash) => 1UL << (int)(hash & 63) | 1UL << (int)((hash >> 6) & 63);

    private void SortWithinEqual()
    {
        for (int from = 0, to; from < _hashes.Length; from = to)
        {
            for (to = from + 1; to < _hashes.Length && _hashes[to] == _hashes[from];)
                to++;
            if (to - from > 1)
                _items.AsSpan(from, to - from).Sort();
        }
    }
}
