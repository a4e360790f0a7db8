using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Tests.Selection;

public class SelectionTests
{
    [Fact]
    public void HeldOutSplit_ManyTexts_HoldsOutItsShare()
    {
        var split = new HeldOutSplit(3, 0.1);

        int heldOut = Enumerable.Range(0, 20_000).Count(i => split.Of($"{i}") == HeldOutSplit.HeldOut);

        Assert.InRange(heldOut, 1850, 2150);
    }

    [Fact]
    public void HeldOutSplit_LargerShare_KeepsWhatWasHeldOut()
    {
        var small = new HeldOutSplit(3, 0.1);
        var large = new HeldOutSplit(3, 0.3);

        Assert.All(Enumerable.Range(0, 2000).Where(i => small.Of($"{i}") == HeldOutSplit.HeldOut), i => Assert.Equal(HeldOutSplit.HeldOut, large.Of($"{i}")));
    }

    [Fact]
    public void StableHash_NeverChanges() => Assert.Equal(17991388727351027883ul, StableHash.Of(1, "split", "abc"));

    [Fact]
    public void LowestHashes_AnyOrder_TakesTheLowest()
    {
        var random = new Random(2);
        ulong[] hashes = [.. Enumerable.Range(0, 1000).Select(_ => (ulong)random.NextInt64(500))];
        var lowest = new LowestHashes(50);

        foreach (ulong hash in hashes)
            lowest.Offer(hash);

        ulong[] taken = [.. hashes.Where(lowest.Take)];
        Assert.Equal(50, taken.Length);
        Assert.True(taken.Max() <= hashes.Order().ElementAt(49));
    }

    [Fact]
    public void LowestHashes_FewerThanTheLimit_TakesAll()
    {
        var lowest = new LowestHashes(5);
        lowest.Offer(7);
        lowest.Offer(3);

        Assert.True(lowest.Take(7));
        Assert.True(lowest.Take(3));
    }

    [Theory]
    [InlineData("One  Two\n", "one two", true)]
    [InlineData(" ONE\ttwo", "one two", true)]
    [InlineData("onetwo", "one two", false)]
    [InlineData("one. two", "one two", false)]
    public void ExactDuplicates_CaseAndSpaces_DoNotCount(string a, string b, bool same) =>
        Assert.Equal(same, ExactDuplicates.KeyOf(a) == ExactDuplicates.KeyOf(b));
}
