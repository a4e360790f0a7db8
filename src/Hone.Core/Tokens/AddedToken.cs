namespace Hone.Core.Tokens;

/// <summary>A token that text never forms by itself: "&lt;|endoftext|&gt;". Special ones mean structure, not text.</summary>
internal sealed record AddedToken(int Id, string Content, bool Special)
{
    /// <summary>Only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool TakesLeft { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool TakesRight { get; init; }

    /// <summary>Looked for after normalisation, in its normalised form.</summary>
    public bool Normalised { get; init; }
}
