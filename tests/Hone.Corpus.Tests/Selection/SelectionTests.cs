using Hone.Corpus.Dedup;
using Hone.Corpus.Selection;

namespace Hone.Corpus.Tests.Selection;

public class SelectionTests
{
    [Fact]
    public void HeldOutSplit_ManyTexts_HoldsOutItsShare()
    {
        int heldOut = Enumerable.Range(0, 20_000).Count(i => HeldOutSplit.Of(Share(i), 0.1) == HeldOutSplit.HeldOut);

        Assert.InRange(heldOut, 1850, 2150);
    }

    [Fact]
    public void HeldOutSplit_LargerShare_KeepsWhatWasHeldOut()
    {
        Assert.All(Enumerable.Range(0, 2000).Where(i => HeldOutSplit.Of(Share(i), 0.1) == HeldOutSplit.HeldOut), i => Assert.Equal(HeldOutSplit.HeldOut, HeldOutSplit.Of(Share(i), 0.3)));
    }

    private static double Share(int i) => StableHash.ShareOf(3, "split", $"{i}");

    [Fact]
    public void StableHash_NeverChanges() => Assert.Equal(17991388727351027883ul, StableHash.Of(1, "split", "abc"));

    [Theory]
    [InlineData("One  Two\n", "one two", true)]
    [InlineData(" ONE\ttwo", "one two", true)]
    [InlineData("onetwo", "one two", false)]
    [InlineData("one. two", "one two", false)]
    public void ExactDuplicates_CaseAndSpaces_DoNotCount(string a, string b, bool same) =>
        Assert.Equal(same, ExactDuplicates.KeyOf(a) == ExactDuplicates.KeyOf(b));
}
