namespace Hone.Core.Tokens;

/// <summary>From Start up to, not including, End.</summary>
internal readonly record struct TextRange(int Start, int End);
