namespace Hone.Core.Tokens.PreTokenizers;

/// <summary>The splitting patterns of published tokenizers, as their files write them, and what does the same by hand.</summary>
public static class SplittingPatterns
{
    private const string Endings = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string End = @"\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string UpperWord = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string LowerWord = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";

    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public const string Cl100k = Endings + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + End;

    public const string Qwen2 = Endings + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + End;

    public const string O200k = @"[^\r\n\p{L}\p{N}]?" + UpperWord + "*" + LowerWord + "+" + Endings + @"?|[^\r\n\p{L}\p{N}]?" + UpperWord + "+" + LowerWord + "*" + Endings
        + @"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + End;

    public const string Tekken = @"[^\r\n\p{L}\p{N}]?" + UpperWord + "*" + LowerWord + @"+|[^\r\n\p{L}\p{N}]?" + UpperWord + "+" + LowerWord
        + @"*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + End;

    public static string ExpressionOf(SplittingPattern pattern) => pattern switch
    {
        SplittingPattern.Gpt2 => Gpt2,
        SplittingPattern.Llama3 => Cl100k,
        SplittingPattern.Qwen2 => Qwen2,
        SplittingPattern.O200k => O200k,
        SplittingPattern.Tekken => Tekken,
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, null),
    };

    internal static IPreTokenizer Of(SplittingPattern pattern) => Find(ExpressionOf(pattern)) ?? throw new ArgumentOutOfRangeException(nameof(pattern), pattern, null);

    internal static IPreTokenizer? Find(string expression) => expression switch
    {
        Gpt2 => new Gpt2PreTokenizer(),
        Cl100k => new Cl100kPreTokenizer(digits: 3),
        Qwen2 => new Cl100kPreTokenizer(digits: 1),
        O200k => new O200kPreTokenizer(digits: 3, endings: true),
        Tekken => new O200kPreTokenizer(digits: 1, endings: false),
        _ => null,
    };
}
