namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>What becomes of a literal that text is cut at.</summary>
internal enum LiteralPlace { Alone, WithPrevious, WithNext, Dropped }

/// <summary>Cuts text at each occurrence of a string.</summary>
internal sealed class LiteralPreTokenizer(byte[] literal, LiteralPlace place) : IPreTokenizer
{
    public int NextLength(ReadOnlySpan<byte> rest)
    {
        // A literal that begins its piece is passed over, for the next one to end it.
        int from = place == LiteralPlace.WithNext && rest.StartsWith(literal) ? literal.Length : 0;
        int next = rest[from..].IndexOf(literal);
        if (next < 0)
            return rest.Length;
        next += from;
        if (place == LiteralPlace.WithPrevious)
            return next + literal.Length;
        return next == 0 ? literal.Length : next;
    }

    public bool Drops(ReadOnlySpan<byte> piece) => place == LiteralPlace.Dropped && piece.SequenceEqual(literal);
}
