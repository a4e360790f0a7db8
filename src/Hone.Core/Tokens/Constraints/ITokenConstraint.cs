namespace Hone.Core.Tokens.Constraints;

/// <summary>
/// What the tokens of one output may be, asked before each of them. Some token or the end is always allowed, and whatever is chosen
/// can be completed.
/// </summary>
public interface ITokenConstraint
{
    /// <summary>Whether the output may end here.</summary>
    bool CanEnd { get; }

    /// <summary>Whether only the end is allowed.</summary>
    bool MustEnd { get; }

    /// <summary>Sets bit i where token i may come next, end tokens included, and clears all the others.</summary>
    void Allow(Span<ulong> mask);

    /// <summary>Takes the token that was chosen; it must be one of those allowed.</summary>
    void Accept(int token);
}
