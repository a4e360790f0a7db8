using Hone.Core.Statistics;
using Hone.Core.Tokens;
using Hone.Core.Tokens.Bpe;

namespace Hone.Core.Tests.Tokens;

public sealed class WordCacheTests
{
    [Fact]
    public void TryCopy_MoreWordsThanSlots_NeverGivesAnotherWordsTokens()
    {
        var cache = new WordCache();
        var random = new Xoshiro256(10);
        var known = new Dictionary<string, int[]>();
        int hits = 0;
        for (int round = 0; round < 300_000; round++)
        {
            var word = new byte[random.Next(2, WordCache.LongestWord + 1)];
            word.AsSpan().Fill((byte)'a');
            word[^1] = (byte)random.Next(200);
            word[random.Next(word.Length)] = (byte)random.Next(40);
            string key = Convert.ToHexString(word);
            if (!known.TryGetValue(key, out int[]? tokens))
                known[key] = tokens = [.. Enumerable.Range(0, random.Next(1, 11)).Select(_ => random.Next(1000))];
            var output = new TokenBuffer();

            if (cache.TryCopy(word, output, out int slot))
            {
                hits++;
                Assert.Equal(tokens, output.Ids.ToArray());
            }
            else
                cache.Add(slot, word, tokens);
        }
        Assert.True(hits > 1000);
    }
}
