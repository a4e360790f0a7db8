namespace Hone.Core.Tokens;

/// <summary>The published ways of cutting text before byte-pair encoding.</summary>
public enum SplittingPattern
{
    /// <summary>GPT-2's: words with their space, whole numbers.</summary>
    Gpt2,

    /// <summary>That of Llama 3 and cl100k: numbers of at most three digits, line ends by themselves.</summary>
    Llama3,

    /// <summary>That of Qwen 2 and 3: as Llama 3's with single digits.</summary>
    Qwen2,

    /// <summary>That of o200k and gpt-oss: words are cut where capitals begin, and keep their endings.</summary>
    O200k,

    /// <summary>That of Mistral's tekken: as o200k's with single digits and without endings.</summary>
    Tekken,
}
