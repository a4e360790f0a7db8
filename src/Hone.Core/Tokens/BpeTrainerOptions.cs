using System.Text;
using Hone.Core.Tokens.PreTokenizers;

namespace Hone.Core.Tokens;

/// <summary>How large a vocabulary to train.</summary>
public sealed record BpeTrainerOptions
{
    public const int LargestVocabulary = 1 << 20;

    /// <summary>Tokens in all: special tokens, the 256 bytes, and merges.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens that no text forms; they take the first ids.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = ["<|endoftext|>"];

    /// <summary>A pair seen less often is not merged.</summary>
    public int MinFrequency { get; init; } = 2;

    /// <summary>How text is cut into the pieces inside which merges are learned.</summary>
    public SplittingPattern Pattern { get; init; } = SplittingPattern.Gpt2;

    /// <summary>What is wrong with these options, one sentence each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        int least = 256 + SpecialTokens.Count;
        if (VocabularySize < least || VocabularySize > LargestVocabulary)
            problems.Add($"vocabulary_size must be from {least} (256 bytes and the special tokens) to {LargestVocabulary}, not {VocabularySize}");
        if (MinFrequency < 1)
            problems.Add($"min_frequency must be at least 1, not {MinFrequency}");
        var cut = SplittingPatterns.Of(Pattern);
        foreach (string token in SpecialTokens.Where(token => IsOnePiece(token, cut)))
            problems.Add($"special token \"{token}\" is a word that text could form; write it as \"<|{token}|>\"");
        if (SpecialTokens.Distinct(StringComparer.Ordinal).Count() != SpecialTokens.Count)
            problems.Add("special_tokens must differ from each other");
        return problems;
    }

    /// <summary>Merges go as far as one piece: a special token of several pieces is out of their reach.</summary>
    private static bool IsOnePiece(string token, IPreTokenizer cut)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        return bytes.Length == 0 || cut.NextLength(bytes) == bytes.Length;
    }
}
