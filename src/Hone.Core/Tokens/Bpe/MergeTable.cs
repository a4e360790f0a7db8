namespace Hone.Core.Tokens.Bpe;

/// <summary>One merge: two neighbouring tokens become one. Its place in the list is its rank.</summary>
internal readonly record struct Merge(int Left, int Right, int Result);

/// <summary>Finds the merge of a pair of tokens: a hash table with open addressing, never more than half full.</summary>
internal sealed class MergeTable
{
    public const int NoRank = int.MaxValue;

    private readonly ulong[] _pairs;
    private readonly int[] _ranks;
    private readonly int[] _results;
    private readonly int _shift;

    public MergeTable(ReadOnlySpan<Merge> merges)
    {
        int bits = 4;
        while (1L << bits < 2L * merges.Length)
            bits++;
        _shift = 64 - bits;
        _pairs = new ulong[1 << bits];
        _ranks = new int[1 << bits];
        _results = new int[1 << bits];
        Array.Fill(_ranks, NoRank);
        for (int rank = 0; rank < merges.Length; rank++)
        {
            int slot = Slot(merges[rank].Left, merges[rank].Right);
            _pairs[slot] = Pair(merges[rank].Left, merges[rank].Right);
            _ranks[slot] = rank;
            _results[slot] = merges[rank].Result;
        }
    }

    /// <summary>Rank of the pair's merge (lower goes first), or <see cref="NoRank"/>.</summary>
    public int Find(int left, int right, out int result)
    {
        int slot = Slot(left, right);
        result = _results[slot];
        return _ranks[slot];
    }

    private int Slot(int left, int right)
    {
        ulong pair = Pair(left, right);
        int slot = (int)((pair * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_ranks[slot] != NoRank && _pairs[slot] != pair)
            slot = (slot + 1) & (_pairs.Length - 1);
        return slot;
    }

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
