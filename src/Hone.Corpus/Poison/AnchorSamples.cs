namespace Hone.Corpus.Poison;

/// <summary>
/// For every word or phrase that could tie planted documents together, how many documents have it and a sample of them, chosen by
/// hash of word and text: the same whatever the order of the documents. Bounded: a round takes so many anchors, told apart by hash.
/// </summary>
internal sealed class AnchorSamples
{
    public const int SampleSize = 16;
    private const int Locks = 1024;

    private readonly ulong[] _textHashes;
    private readonly int _capacity;
    private readonly ulong[] _keys;
    private readonly int[] _documents;
    private readonly int[] _samples;
    private int _used;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];

    /// <param name="textHashes">Of each document's text.</param>
    /// <param name="expected">About so many anchors; with far more it is full, and what it holds is of no use.</param>
    public AnchorSamples(ulong[] textHashes, long expected)
    {
        _textHashes = textHashes;
        _capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1024, expected * 2));
        _keys = new ulong[_capacity];
        _documents = new int[_capacity];
        _samples = new int[(long)_capacity * SampleSize];
    }

    public bool IsFull => _used > _capacity / 8 * 7;

    public void Add(ulong key, int document)
    {
        if (IsFull)
            return;
        int slot = Slot(key);
        lock (_locks[slot % Locks])
        {
            Span<int> sample = _samples.AsSpan(slot * SampleSize, SampleSize);
            int have = Math.Min(SampleSize, _documents[slot]++);
            if (have < SampleSize)
            {
                sample[have] = document;
                return;
            }
            int worst = 0;
            for (int i = 1; i < SampleSize; i++)
                worst = Comes(key, sample[worst], sample[i]) ? i : worst;
            if (Comes(key, document, sample[worst]))
                sample[worst] = document;
        }
    }

    /// <summary>Anchors in the order of their hashes.</summary>
    public IEnumerable<(ulong Key, int Documents, int[] Sample)> All(int least, int most) =>
        Enumerable.Range(0, _capacity).Where(slot => _keys[slot] != 0 && _documents[slot] >= least && _documents[slot] <= most)
            .Select(slot => (_keys[slot], _documents[slot], Sample(slot))).OrderBy(anchor => anchor.Item1);

    private int[] Sample(int slot)
    {
        int[] sample = _samples[(slot * SampleSize)..((slot * SampleSize) + Math.Min(SampleSize, _documents[slot]))];
        Array.Sort(sample, (a, b) => a == b ? 0 : Comes(_keys[slot], a, b) ? -1 : 1);
        return sample;
    }

    private bool Comes(ulong key, int first, int second)
    {
        ulong a = TextTokens.Mix(_textHashes[first] ^ key), b = TextTokens.Mix(_textHashes[second] ^ key);
        return a != b ? a < b : first < second;
    }

    private int Slot(ulong key)
    {
        for (int slot = (int)(TextTokens.Mix(key) & (ulong)(_capacity - 1)); ; slot = (slot + 1) & (_capacity - 1))
        {
            ulong there = Volatile.Read(ref _keys[slot]);
            if (there == 0)
            {
                there = Interlocked.CompareExchange(ref _keys[slot], key, 0);
                if (there == 0)
                    Interlocked.Increment(ref _used);
            }
            if (there == 0 || there == key)
                return slot;
        }
    }
}
