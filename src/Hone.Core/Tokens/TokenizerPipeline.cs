using Hone.Core.Tokens.Normalisers;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <summary>The way from text to the pieces a model forms tokens in, and what belongs around them.</summary>
internal sealed record TokenizerPipeline
{
    public IReadOnlyList<INormaliser> Normalisers { get; init; } = [];

    public IReadOnlyList<CutStage> Stages { get; init; } = [];

    /// <summary>Tokens that belong before a text: the beginning of text, mostly.</summary>
    public IReadOnlyList<int> Before { get; init; } = [];

    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>All of this as the file says it, for the vocabulary hash; empty for GPT-2's.</summary>
    public string Description { get; init; } = "";
}
