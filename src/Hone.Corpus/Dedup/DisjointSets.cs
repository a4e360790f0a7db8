namespace Hone.Corpus.Dedup;

/// <summary>
/// Union-find over document numbers (Tarjan), joined from many threads without a lock: a root is only ever hung below a smaller
/// one. The sets are the same for any order of joins, and every set is named by its smallest number.
/// </summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (int i = 0; i < count; i++)
            _parents[i] = i;
    }

    public int Find(int item)
    {
        while (true)
        {
            int parent = Volatile.Read(ref _parents[item]);
            if (parent == item)
                return item;
            int above = Volatile.Read(ref _parents[parent]);
            if (above != parent)
                Interlocked.CompareExchange(ref _parents[item], above, parent);
            item = parent;
        }
    }

    public void Join(int a, int b)
    {
        while (true)
        {
            (a, b) = (Find(a), Find(b));
            if (a == b)
                return;
            (int root, int below) = a < b ? (a, b) : (b, a);
            if (Interlocked.CompareExchange(ref _parents[below], root, below) == below)
                return;
        }
    }

    /// <summary>The set of every item, by its smallest number.</summary>
    public int[] ToArray()
    {
        var sets = new int[_parents.Length];
        for (int i = 0; i < sets.Length; i++)
            sets[i] = Find(i);
        return sets;
    }
}
