// Learns merges from counted words. All pairs are counted once; a merge then touches only the words that hold its pair,
// and a heap gives the next one. Its entries may be stale: a count that has sunk since is put back with the true one.
// Order as in Hugging Face's trainer: the highest count, then the lowest ids.
using System.Runtime.InteropServices;
using Hone.Core.Tokens.Bpe;

namespace Hone.Core.Tokens.Training;

internal sealed class PairMerger
{
    private readonly List<int[]> _words = [];
    private readonly List<int> _lengths = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<Pair, long> _pairs = [];
    private readonly Dictionary<Pair, List<int>> _places = [];
    private readonly PriorityQueue<Pair, (long Count, Pair Pair)> _queue = new(new MostFrequentFirst());
    private readonly HashSet<Pair> _grown = [];

    public void Add(int[] word, long count)
    {
        int index = _words.Count;
        _words.Add(word);
        _lengths.Add(word.Length);
        _counts.Add(count);
        for (int i = 0; i + 1 < word.Length; i++)
            Grow(new Pair(word[i], word[i + 1]), index);
    }

    /// <summary>All words are in: the counts are final, and merging may begin.</summary>
    public void Start() => Enqueue();

    /// <summary>The pair to merge next, or null where none is as frequent as asked.</summary>
    public (int Left, int Right)? Next(long minFrequency)
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            long count = _pairs[pair];
            if (count != priority.Count)
                _queue.Enqueue(pair, (count, pair));
            else if (count >= minFrequency)
                return (pair.Left, pair.Right);
            else
                return null;
        }
        return null;
    }

    /// <summary>Replaces the pair by one token in every word that holds it.</summary>
    public void Apply(Merge merge)
    {
        var pair = new Pair(merge.Left, merge.Right);
        _places.Remove(pair, out var places);
        foreach (int word in places ?? [])
            ApplyTo(word, merge);
        // No word holds it now; what overlaps such as "aaa" leave of its count must not bring it back.
        _pairs[pair] = 0;
        Enqueue();
    }

    private void ApplyTo(int index, Merge merge)
    {
        int[] word = _words[index];
        int length = _lengths[index];
        int write = 0;
        for (int read = 0; read < length; read++, write++)
        {
            if (read + 1 == length || word[read] != merge.Left || word[read + 1] != merge.Right)
            {
                word[write] = word[read];
                continue;
            }
            if (write > 0)
            {
                Shrink(new Pair(word[write - 1], merge.Left), index);
                Grow(new Pair(word[write - 1], merge.Result), index);
            }
            if (read + 2 < length)
            {
                Shrink(new Pair(merge.Right, word[read + 2]), index);
                Grow(new Pair(merge.Result, word[read + 2]), index);
            }
            word[write] = merge.Result;
            read++;
        }
        _lengths[index] = write;
    }

    private void Grow(Pair pair, int word)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _) += _counts[word];
        ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
        places ??= [];
        if (places.Count == 0 || places[^1] != word)
            places.Add(word);
        _grown.Add(pair);
    }

    private void Shrink(Pair pair, int word) => CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _) -= _counts[word];

    private void Enqueue()
    {
        foreach (var pair in _grown)
            _queue.Enqueue(pair, (_pairs[pair], pair));
        _grown.Clear();
    }

    private readonly record struct Pair(int Left, int Right);

    private sealed class MostFrequentFirst : IComparer<(long Count, Pair Pair)>
    {
        public int Compare((long Count, Pair Pair) x, (long Count, Pair Pair) y)
        {
            int order = y.Count.CompareTo(x.Count);
            if (order == 0)
                order = x.Pair.Left.CompareTo(y.Pair.Left);
            return order == 0 ? x.Pair.Right.CompareTo(y.Pair.Right) : order;
        }
    }
}
