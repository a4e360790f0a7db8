using Hone.Corpus.Poison;

namespace Hone.Corpus.Tests.Poison;

public class AnchorSamplesTests
{
    [Fact]
    public void Add_AnyOrder_SamplesTheSame()
    {
        ulong[] hashes = [.. Enumerable.Range(1, 500).Select(i => TextTokens.Mix((ulong)i))];
        AnchorSamples forwards = new(hashes, 10), backwards = new(hashes, 10);

        for (int i = 0; i < hashes.Length; i++)
        {
            forwards.Add(7, i);
            backwards.Add(7, hashes.Length - 1 - i);
        }

        var (_, documents, sample) = Assert.Single(forwards.All(1, 1000));
        Assert.Equal(500, documents);
        Assert.Equal(sample, Assert.Single(backwards.All(1, 1000)).Sample);
    }

    [Fact]
    public void Add_FarTooMany_IsFullAndEnds()
    {
        var samples = new AnchorSamples([1, 2, 3], 10);

        Parallel.For(1, 100_000, key => samples.Add((ulong)key, key % 3));

        Assert.True(samples.IsFull);
    }
}
