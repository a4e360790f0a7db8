using System.Numerics;

namespace Hone.Corpus.Poison;

/// <summary>
/// In how many documents words and phrases occur, in tables of fixed size, filled from many threads with the same result in any order.
/// Two phrases in one slot count together, so a rare one may be taken for a common one: the larger the corpus, the more so.
/// </summary>
internal sealed class SharedCounts
{
    private readonly int _wordBits;
    private readonly int _plainBits;
    private readonly int _phraseBits;
    private readonly int _pairBits;
    private readonly ushort[] _words;
    private readonly ushort[] _plainWords;
    private readonly ushort[] _phrases;
    private readonly uint[] _pairsOnce;
    private readonly uint[] _pairsTwice;

    /// <param name="documents">From 32,768 documents on the tables have their largest size, 112 MB together.</param>
    public SharedCounts(int documents)
    {
        int scale = Math.Clamp(BitOperations.Log2((uint)Math.Max(1, documents)) + 1, 6, 15);
        (_wordBits, _plainBits, _phraseBits, _pairBits) = (scale + 8, scale + 6, scale + 10, scale + 12);
        (_words, _plainWords, _phrases) = (new ushort[1 << _wordBits], new ushort[1 << _plainBits], new ushort[1 << _phraseBits]);
        (_pairsOnce, _pairsTwice) = (new uint[1 << (_pairBits - 5)], new uint[1 << (_pairBits - 5)]);
    }

    [ThreadStatic]
    private static HashSet<ulong>? _seen;

    public void Add(TextTokens tokens)
    {
        HashSet<ulong> seen = _seen ??= [];
        seen.Clear();
        for (int i = 0; i < tokens.Count; i++)
        {
            uint exact = tokens.Exact[i], lower = tokens.Lower[i];
            if (seen.Add(exact))
                Increment(ref _words[exact >> (32 - _wordBits)]);
            if (lower != 0 && seen.Add(lower | (1UL << 32)))
                Increment(ref _plainWords[lower >> (32 - _plainBits)]);
            if (i + 2 < tokens.Count && tokens.Trigram(i) is var phrase && seen.Add(phrase | (1UL << 63)))
                Increment(ref _phrases[phrase >> (64 - _phraseBits)]);
            if (i + 1 < tokens.Count && lower != 0 && tokens.Lower[i + 1] != 0 && seen.Add(tokens.Bigram(i) | (2UL << 32)))
                Mark(tokens.Bigram(i) >> (32 - _pairBits));
        }
    }

    public int OfWord(uint exact) => _words[exact >> (32 - _wordBits)];

    public int OfPlainWord(uint lower) => _plainWords[lower >> (32 - _plainBits)];

    public int OfPhrase(ulong phrase) => _phrases[phrase >> (64 - _phraseBits)];

    /// <summary>Whether two documents have this pair of plain words.</summary>
    public bool IsKnownPair(uint pair)
    {
        uint at = pair >> (32 - _pairBits);
        return (_pairsTwice[at >> 5] >> (int)(at & 31) & 1) != 0;
    }

    /// <summary>How many slots hold a number of documents in the range: what has to be looked at.</summary>
    public long CountBetween(int least, int most)
    {
        long count = 0;
        foreach (ushort documents in _words)
            count += documents >= least && documents <= most ? 1 : 0;
        foreach (ushort documents in _phrases)
            count += documents >= least && documents <= most ? 1 : 0;
        return count;
    }

    private void Mark(uint at)
    {
        uint bit = 1u << (int)(at & 31);
        if ((Interlocked.Or(ref _pairsOnce[at >> 5], bit) & bit) != 0)
            Interlocked.Or(ref _pairsTwice[at >> 5], bit);
    }

    private static void Increment(ref ushort counter)
    {
        for (ushort seen = Volatile.Read(ref counter); seen < ushort.MaxValue;)
        {
            ushort before = Interlocked.CompareExchange(ref counter, (ushort)(seen + 1), seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
