namespace Hone.Core.Tokens.Constraints;

/// <summary>The bytes of each token, arranged to be walked by a constraint. Make it once for a model: it is shared by all constraints.</summary>
public sealed class TokenVocabulary
{
    private readonly IReadOnlyList<byte[]?> _tokens;

    /// <param name="tokens">Bytes by token id; null or empty for tokens that are not text, which no constraint allows.</param>
    /// <param name="endTokens">Tokens that end an output.</param>
    public TokenVocabulary(IReadOnlyList<byte[]?> tokens, IReadOnlyCollection<int> endTokens)
    {
        if (endTokens.Count == 0 || endTokens.Any(token => token < 0 || token >= tokens.Count))
            throw new ArgumentException("there must be end tokens, and they must be among the tokens", nameof(endTokens));
        _tokens = tokens;
        EndTokens = [.. endTokens];
        Trie = new TokenTrie(tokens, EndTokens);
    }

    /// <summary>Highest token id and one.</summary>
    public int Size => _tokens.Count;

    /// <summary>Words of a mask over all tokens.</summary>
    public int MaskLength => (Size + 63) / 64;

    internal int[] EndTokens { get; }

    internal TokenTrie Trie { get; }

    /// <summary>The vocabulary of a tokenizer. Special tokens are structure, so none but the end tokens may be written.</summary>
    public static TokenVocabulary From(Tokenizer tokenizer, IReadOnlyCollection<int> endTokens)
    {
        var tokens = new byte[]?[tokenizer.VocabularySize];
        for (int id = 0; id < tokens.Length; id++)
            tokens[id] = tokenizer.IsSpecial(id) ? null : tokenizer.TokenBytes(id).ToArray();
        return new TokenVocabulary(tokens, endTokens);
    }

    internal ReadOnlySpan<byte> Bytes(int token) => _tokens[token];
}
