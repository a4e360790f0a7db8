using System.Runtime.CompilerServices;

namespace Hone.Core.Tokens;

/// <summary>Byte strings as a tree, for finding all that a text begins with: a hash table of (node, byte), never more than half full.</summary>
internal sealed class ByteTrie
{
    public const int None = -1;

    private readonly List<int> _values = [None];
    private long[] _edges = new long[64];
    private int[] _children = new int[64];
    private int _mask = 63;

    /// <summary>Adds a string, not empty; a string that is there already keeps its first value.</summary>
    public void Add(ReadOnlySpan<byte> text, int value)
    {
        int node = 0;
        foreach (byte next in text)
        {
            int child = Child(node, next);
            if (child == None)
            {
                child = _values.Count;
                _values.Add(None);
                Insert(node, next, child);
            }
            node = child;
        }
        if (_values[node] == None)
            _values[node] = value;
    }

    /// <summary>The node one byte on from a node (the root is 0), or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Child(int node, byte next)
    {
        long edge = Edge(node, next);
        int slot = Slot(edge, _mask);
        while (_edges[slot] != 0)
        {
            if (_edges[slot] == edge)
                return _children[slot];
            slot = (slot + 1) & _mask;
        }
        return None;
    }

    /// <summary>The value of the string that ends at the node, or <see cref="None"/>.</summary>
    public int Value(int node) => _values[node];

    /// <summary>Value of the longest string that the text begins with, or <see cref="None"/>.</summary>
    public int Longest(ReadOnlySpan<byte> text, out int length)
    {
        int value = None;
        length = 0;
        int node = 0;
        for (int i = 0; i < text.Length; i++)
        {
            node = Child(node, text[i]);
            if (node == None)
                break;
            if (_values[node] != None)
                (value, length) = (_values[node], i + 1);
        }
        return value;
    }

    private void Insert(int node, byte next, int child)
    {
        if (_values.Count * 2L > _mask)
            Grow();
        Put(Edge(node, next), child);
    }

    private void Grow()
    {
        (long[] edges, int[] children) = (_edges, _children);
        _mask = _mask * 2 + 1;
        _edges = new long[_mask + 1];
        _children = new int[_mask + 1];
        for (int i = 0; i < edges.Length; i++)
        {
            if (edges[i] != 0)
                Put(edges[i], children[i]);
        }
    }

    private void Put(long edge, int child)
    {
        int slot = Slot(edge, _mask);
        while (_edges[slot] != 0)
            slot = (slot + 1) & _mask;
        _edges[slot] = edge;
        _children[slot] = child;
    }

    /// <summary>Never 0, which means an empty slot.</summary>
    private static long Edge(int node, byte next) => ((long)node << 8 | next) + 1;

    private static int Slot(long edge, int mask) => (int)((ulong)edge * 0x9E3779B97F4A7C15UL >> 32) & mask;
}
