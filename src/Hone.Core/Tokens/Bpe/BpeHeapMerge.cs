namespace Hone.Core.Tokens.Bpe;

/// <summary>Merges one long piece in O(n log n): tokens in a linked list, possible merges in a heap by rank, then place.</summary>
internal sealed class BpeHeapMerge
{
    private const int Gone = -1;

    private readonly MergeTable _table;
    private readonly int[] _ids;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly PriorityQueue<(int Position, int Left, int Right), long> _queue = new();

    public BpeHeapMerge(ReadOnlySpan<int> symbols, MergeTable table)
    {
        _table = table;
        _ids = symbols.ToArray();
        _next = new int[_ids.Length];
        _previous = new int[_ids.Length];
        for (int i = 0; i < _ids.Length; i++)
        {
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }
        for (int i = 0; i < _ids.Length; i++)
            Propose(i);
        while (_queue.TryDequeue(out var candidate, out _))
            Apply(candidate.Position, candidate.Left, candidate.Right);
    }

    public void Write(TokenBuffer output)
    {
        for (int i = 0; i < _ids.Length; i = _next[i])
            output.Add(_ids[i]);
    }

    /// <summary>Where each token ends, given where each symbol does.</summary>
    public void WriteEnds(ReadOnlySpan<int> symbolEnds, List<int> ends)
    {
        for (int i = 0; i < _ids.Length; i = _next[i])
            ends.Add(symbolEnds[_next[i] - 1]);
    }

    /// <summary>Merges the pair unless one of its tokens has been merged away since it was proposed.</summary>
    private void Apply(int position, int left, int right)
    {
        int next = _next[position];
        if (_ids[position] != left || next >= _ids.Length || _ids[next] != right)
            return;
        _table.Find(left, right, out _ids[position]);
        _ids[next] = Gone;
        _next[position] = _next[next];
        if (_next[position] < _ids.Length)
            _previous[_next[position]] = position;
        Propose(position);
        if (_previous[position] >= 0)
            Propose(_previous[position]);
    }

    private void Propose(int position)
    {
        int next = _next[position];
        if (next >= _ids.Length)
            return;
        int rank = _table.Find(_ids[position], _ids[next], out _);
        if (rank != MergeTable.NoRank)
            _queue.Enqueue((position, _ids[position], _ids[next]), ((long)rank << 32) | (uint)position);
    }
}
