namespace Hone.Core.Tokens;

/// <summary>A token that text never forms by merges: "&lt;|endoftext|&gt;". Special ones mean structure, not text.</summary>
internal sealed record AddedToken(int Id, string Content, bool Special);
