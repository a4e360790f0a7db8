namespace Hone.Core.Tokens;

/// <summary>
/// A token and the part of the text it stands for: UTF-16 units from Start up to, not including, End, so that text[Start..End] is that part.
/// Whole characters: one that is cut into several tokens belongs to each of them. A space that the tokenizer puts before a text belongs to the
/// text's first character; what a normaliser composes has the range of all it was composed of.
/// </summary>
public readonly record struct TokenAt(int Id, int Start, int End);
