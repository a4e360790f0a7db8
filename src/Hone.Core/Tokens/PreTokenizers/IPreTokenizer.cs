namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>
/// Cuts text into the pieces inside which tokens are formed. Works on UTF-8; bytes that are no UTF-8 count as symbols,
/// so that any input at all can be cut and put together again.
/// </summary>
internal interface IPreTokenizer
{
    /// <summary>Length in bytes of the piece at the beginning of the rest, which is not empty.</summary>
    int NextLength(ReadOnlySpan<byte> rest);

    /// <summary>True where such a piece is only a border between others and gives no tokens.</summary>
    bool Drops(ReadOnlySpan<byte> piece) => false;
}
