namespace Hone.Corpus.Dedup;

/// <summary>
/// Counts how often hashes were seen in a table of fixed size (count-min sketch, Cormode and Muthukrishnan 2005), from many threads.
/// The answer is never too low, now and then too high, and does not depend on the order.
/// </summary>
internal sealed class RepeatCounts
{
    private const int Width = 1 << 21;

    private readonly int[] _first = new int[Width];
    private readonly int[] _second = new int[Width];

    public void Add(ulong hash)
    {
        Interlocked.Increment(ref _first[hash >> 43]);
        Interlocked.Increment(ref _second[(hash >> 1) % Width]);
    }

    public int Most(ulong hash) => Math.Min(_first[hash >> 43], _second[(hash >> 1) % Width]);
}
