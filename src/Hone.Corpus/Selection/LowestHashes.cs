namespace Hone.Corpus.Selection;

/// <summary>
/// Chooses <paramref name="limit"/> documents by hash order, in two passes: the first offers every document's hash, the second
/// asks which are in. So a limited source is not its oldest part, the choice is the same on every machine, and memory stays small.
/// </summary>
internal sealed class LowestHashes(int limit)
{
    private readonly PriorityQueue<ulong, ulong> _lowest = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
    private int _taken;

    public void Offer(ulong hash)
    {
        if (_lowest.Count < limit)
            _lowest.Enqueue(hash, hash);
        else if (hash < _lowest.Peek())
            _lowest.EnqueueDequeue(hash, hash);
    }

    public bool Take(ulong hash)
    {
        bool chosen = _taken < limit && _lowest.Count > 0 && hash <= _lowest.Peek();
        _taken += chosen ? 1 : 0;
        return chosen;
    }
}
