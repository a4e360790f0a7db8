namespace Hone.Engine.Generation;

/// <summary>A token and the natural logarithm of its probability by the model itself, before temperature, penalties and cuts.</summary>
public readonly record struct TokenProbability(int Token, float LogProbability);

/// <summary>One token of an answer. The log-probability is NaN and there are no alternatives where none were asked for.</summary>
public readonly record struct GeneratedToken(int Token, float LogProbability, IReadOnlyList<TokenProbability> Likeliest);
