namespace Hone.Core.Models;

/// <summary>A whole answer.</summary>
/// <param name="IsComplete">The model or a stop string ended it, not the limit; null: not known.</param>
/// <param name="Tokens">Where log-probabilities were asked for; a token's text may be part of a character, shown as U+FFFD.</param>
public sealed record GeneratedText(string Text, bool? IsComplete = null, IReadOnlyList<TokenLogProbability>? Tokens = null);

/// <summary>A token's text and the natural logarithm of its probability by the model itself, and those of the likeliest in its place.</summary>
public sealed record TokenLogProbability(string Text, double LogProbability, IReadOnlyList<TokenLogProbability> Likeliest);
