namespace Hone.Core.Tokens.Bpe;

/// <summary>Where merging starts from: the first tokens of a piece.</summary>
internal abstract class BpeSymbols
{
    /// <summary>Writes them, never more than the piece has bytes, and says how many.</summary>
    /// <param name="ends">Where each ends in the piece; may be empty where nobody asks.</param>
    public abstract int Read(ReadOnlySpan<byte> piece, Span<int> ids, Span<int> ends);

    /// <summary>Token of a piece of this one byte, or -1.</summary>
    public abstract int ByteId(byte value);
}
