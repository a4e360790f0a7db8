using Hone.Core.Tokens.Normalisers;

namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>One step of pre-tokenisation, applied to each piece of the step before: a change of its text, then a cut; either may be absent.</summary>
internal sealed record CutStage(INormaliser? Change, IPreTokenizer? Cut);
