using Hone.Core.Tokens.Constraints.Automata;

namespace Hone.Core.Tokens.Constraints;

/// <summary>Tokens allowed in one state, ends apart.</summary>
internal sealed record TokenMask(ulong[] Bits, bool Any);

/// <summary>The masks of the states seen, as many as fit in a share of memory; beyond that all are made anew.</summary>
internal sealed class TokenMasks(TokenVocabulary vocabulary, Automaton automaton)
{
    private const long LargestCache = 64 << 20;

    private readonly int _most = (int)Math.Max(16, LargestCache / (8L * vocabulary.MaskLength));
    private readonly List<AutomatonState> _withMask = [];

    public TokenMask Find(AutomatonState state) => state.Mask ?? Make(state);

    public bool IsEnd(int token) => Array.IndexOf(vocabulary.EndTokens, token) >= 0;

    public void AddEnds(Span<ulong> mask)
    {
        foreach (int token in vocabulary.EndTokens)
            mask[token >> 6] |= 1UL << token;
    }

    private TokenMask Make(AutomatonState state)
    {
        if (_withMask.Count >= _most)
        {
            foreach (var old in _withMask)
                old.Mask = null;
            _withMask.Clear();
        }
        var bits = new ulong[vocabulary.MaskLength];
        bool any = vocabulary.Trie.Mark(automaton, state, bits);
        state.Mask = new TokenMask(bits, any);
        _withMask.Add(state);
        return state.Mask;
    }
}
