using Hone.Core.Runs;
using Hone.Core.Statistics;
using Hone.Core.Tokens;

namespace Hone.Core.Tests.Tokens;

/// <summary>Tokenizers trained on made-up text, for tests that need any tokenizer at all.</summary>
internal static class SmallTokenizer
{
    public static Tokenizer Train(int vocabularySize = 400, int minFrequency = 2) => BpeTrainer.Train(
        Texts(7, 200), new BpeTrainerOptions { VocabularySize = vocabularySize, MinFrequency = minFrequency }, NoProgress.Instance, TestContext.Current.CancellationToken);

    /// <summary>Words over few letters, so that merges are many and overlap: "aaa", "abab".</summary>
    public static List<string> Texts(ulong seed, int count)
    {
        var random = new Xoshiro256(seed);
        var texts = new List<string>();
        for (int i = 0; i < count; i++)
            texts.Add(string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => Word(random, 8))));
        return texts;
    }

    public static string Word(Xoshiro256 random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => "aaabbcdéß"[random.Next(9)]));
}
