namespace Hone.Corpus.Decontamination;

/// <summary>A benchmark's text as the index knows it: where it is from and which shingles are its own.</summary>
/// <param name="Benchmark">Number of the benchmark.</param>
/// <param name="First">Where its short shingles, sorted, begin among all.</param>
/// <param name="Prefix">How many of them, the rarest, can be looked up.</param>
internal readonly record struct BenchmarkItem(int Benchmark, string Place, string Excerpt, int First, int Count, int Prefix);

/// <param name="Items">Different texts that count; 0 means that nothing of this benchmark can be kept out by its words.</param>
internal sealed record BenchmarkSummary(string Name, int Files, int Items, long Words);

internal static class Excerpt
{
    private const int MostCharacters = 300;

    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.Length <= MostCharacters)
            return text.ToString();
        int end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return $"{text[..end]}...";
    }
}
