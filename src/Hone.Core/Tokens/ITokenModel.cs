namespace Hone.Core.Tokens;

/// <summary>Forms tokens inside one piece of text.</summary>
internal interface ITokenModel
{
    /// <summary>The merges a hash and a file hold; none where the model has none.</summary>
    ReadOnlySpan<Bpe.Merge> Merges { get; }

    /// <summary>Token of a piece of this one byte, or -1 where that takes <see cref="Encode"/> to say.</summary>
    int ByteId(byte value);

    /// <summary>Appends the tokens of a piece, which is not empty.</summary>
    void Encode(ReadOnlySpan<byte> piece, TokenBuffer output);

    /// <summary>The same, and where in the piece each token ends; it begins where the one before ends.</summary>
    void Encode(ReadOnlySpan<byte> piece, TokenBuffer output, List<int> ends);
}
