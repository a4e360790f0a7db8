using Hone.Core.Statistics;
using Hone.Core.Text;
using Hone.Corpus.Dedup;

namespace Hone.Corpus.Tests.Dedup;

public class MinHashTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Signature_TwoTexts_AgreesInItsKeysAsOftenAsTheyAreAlike(double similarity)
    {
        // Bands of one row: a key is one hash function, and the share of equal keys estimates the similarity.
        var sketch = new MinHash(new NearDuplicateSpec { Threshold = 0.03, Hashes = 128, ShingleWords = 1 });
        var random = new Xoshiro256(9);
        int shared = (int)(300 * similarity), own = (300 - shared) / 2;
        double equal = 0, expected = shared / (double)(shared + 2 * own);
        for (int trial = 0; trial < 40; trial++)
        {
            string common = Words(random, shared);
            uint[] a = sketch.Signature($"{common} {Words(random, own)}"), b = sketch.Signature($"{Words(random, own)} {common}");
            equal += a.Skip(MinHash.ContentWords).Where((key, i) => key == b[MinHash.ContentWords + i]).Count() / 128.0;
        }

        Assert.Equal(130, sketch.Width);
        Assert.InRange(equal / 40, expected - 0.025, expected + 0.025);
    }

    [Fact]
    public void Signature_CaseAndPunctuation_DoNotMatter()
    {
        var sketch = new MinHash(new NearDuplicateSpec());

        Assert.Equal(sketch.Signature("The attacker used PsExec, twice: it worked."), sketch.Signature("the ATTACKER used psexec twice -- it worked"));
        Assert.NotEqual(sketch.Signature("The attacker used PsExec twice"), sketch.Signature("The attacker twice used PsExec"));
    }

    [Fact]
    public void ShingleSet_RandomTexts_IsThatOfStrings()
    {
        var random = new Xoshiro256(4);
        for (int trial = 0; trial < 300; trial++)
        {
            int size = 1 + random.Next(13);
            string a = string.Join(' ', Enumerable.Range(0, random.Next(60)).Select(_ => $"w{random.Next(5)}")), b = string.Join(", ", Enumerable.Range(0, random.Next(60)).Select(_ => $"W{random.Next(5)}"));
            HashSet<string> x = PlantedDuplicates.Shingles(a, size), y = PlantedDuplicates.Shingles(b, size);
            int shared = x.Intersect(y).Count();

            ulong[] left = ShingleSet.Of(a, size), right = ShingleSet.Of(b, size);

            Assert.Equal((x.Count, y.Count), (left.Length, right.Length));
            Assert.Equal(shared == 0 ? 0 : shared / (double)(x.Count + y.Count - shared), ShingleSet.Jaccard(left, right));
        }
    }

    private static string Words(Xoshiro256 random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => $"{random.NextUInt64():x}"));
}
