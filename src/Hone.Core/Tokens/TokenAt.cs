namespace Hone.Core.Tokens;

/// <summary>
/// A token and the part of the text it stands for: UTF-16 units from Start up to, not including, End, so that text[Start..End] is that part.
/// Whole characters: one that is cut into several tokens belongs to each of them. Empty for what a normaliser put in.
/// </summary>
public readonly record struct TokenAt(int Id, int Start, int End);
