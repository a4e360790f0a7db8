using System.Buffers.Binary;
using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints;

/// <summary>
/// All tokens as one tree of bytes, laid out in the order of a walk: node i is followed by its subtree, which ends before Ends[i]. So a
/// walk goes forward through three small arrays, and a byte that cannot come skips its subtree in one step.
/// </summary>
internal sealed class TokenTrie
{
    private readonly byte[] _bytes;
    private readonly ushort[] _depths;
    private readonly int[] _ends;

    /// <summary>Tokens in the order of their bytes; those that end in node i are from _firstToken[i] to before _firstToken[i + 1].</summary>
    private readonly int[] _tokens;
    private readonly int[] _firstToken;
    private readonly int _deepest;

    public TokenTrie(IReadOnlyList<byte[]?> tokens, int[] endTokens)
    {
        _tokens = Sorted(tokens, endTokens);
        var bytes = new List<byte>();
        var depths = new List<ushort>();
        var firstToken = new List<int>();
        ReadOnlySpan<byte> previous = [];
        for (int place = 0; place < _tokens.Length; place++)
        {
            var token = Bytes(_tokens[place]);
            // Bytes sort before what they begin, so the tokens before this one end in nodes before the new ones.
            for (int depth = token.CommonPrefixLength(previous); depth < token.Length; depth++)
            {
                bytes.Add(token[depth]);
                depths.Add((ushort)(depth + 1));
                firstToken.Add(place);
            }
            previous = token;
            _deepest = Math.Max(_deepest, token.Length);
        }
        firstToken.Add(_tokens.Length);
        (_bytes, _depths, _firstToken) = ([.. bytes], [.. depths], [.. firstToken]);
        _ends = FindEnds(_depths);

        ReadOnlySpan<byte> Bytes(int id) => tokens[id];
    }

    /// <summary>Whether this byte alone is a token: if all are, every text can be written.</summary>
    public bool[] SingleBytes()
    {
        var single = new bool[256];
        for (int node = 0; node < _bytes.Length; node++)
            single[_bytes[node]] |= _depths[node] == 1 && _firstToken[node + 1] > _firstToken[node];
        return single;
    }

    /// <summary>Sets the bits of the tokens that the automaton can read from this state; false where there is none.</summary>
    public bool Mark(Automaton automaton, AutomatonState from, Span<ulong> mask)
    {
        var path = new AutomatonState[_deepest + 1];
        path[0] = from;
        bool any = false;
        for (int node = 0; node < _bytes.Length;)
        {
            int depth = _depths[node];
            var next = automaton.Next(path[depth - 1], _bytes[node]);
            if (next.IsDead)
            {
                node = _ends[node];
                continue;
            }
            path[depth] = next;
            for (int place = _firstToken[node]; place < _firstToken[node + 1]; place++)
            {
                mask[_tokens[place] >> 6] |= 1UL << _tokens[place];
                any = true;
            }
            node++;
        }
        return any;
    }

    /// <summary>Tokens with text in the order of their bytes. The first eight bytes, which almost always decide, are compared as one number.</summary>
    private static int[] Sorted(IReadOnlyList<byte[]?> tokens, int[] endTokens)
    {
        var keys = new List<(ulong First, int Id)>(tokens.Count);
        Span<byte> first = stackalloc byte[8];
        for (int id = 0; id < tokens.Count; id++)
        {
            if (tokens[id] is not { Length: > 0 and <= ushort.MaxValue } bytes || endTokens.Contains(id))
                continue;
            first.Clear();
            bytes.AsSpan(0, Math.Min(8, bytes.Length)).CopyTo(first);
            keys.Add((BinaryPrimitives.ReadUInt64BigEndian(first), id));
        }
        keys.Sort((left, right) =>
            left.First != right.First ? left.First.CompareTo(right.First)
            : tokens[left.Id].AsSpan().SequenceCompareTo(tokens[right.Id]) is not 0 and var order ? order
            : left.Id.CompareTo(right.Id));
        return [.. keys.Select(key => key.Id)];
    }

    private static int[] FindEnds(ushort[] depths)
    {
        var ends = new int[depths.Length];
        var open = new Stack<int>();
        for (int node = 0; node <= depths.Length; node++)
        {
            int depth = node < depths.Length ? depths[node] : 0;
            while (open.TryPeek(out int last) && depths[last] >= depth)
                ends[open.Pop()] = node;
            open.Push(node);
        }
        return ends;
    }
}
