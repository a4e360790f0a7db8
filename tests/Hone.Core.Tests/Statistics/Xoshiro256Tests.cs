using Hone.Core.Statistics;

namespace Hone.Core.Tests.Statistics;

public sealed class Xoshiro256Tests
{
    [Fact]
    public void SplitMix64_KnownSeed_GivesThePublishedNumbers()
    {
        var mix = new SplitMix64(1234567);

        ulong[] numbers = [mix.Next(), mix.Next(), mix.Next(), mix.Next(), mix.Next()];

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], numbers);
    }

    [Fact]
    public void NextUInt64_KnownState_GivesThePublishedNumbers()
    {
        var random = Xoshiro256.FromState([1, 2, 3, 4]);

        var numbers = Enumerable.Range(0, 10).Select(_ => random.NextUInt64());

        Assert.Equal(
            [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576],
            numbers);
    }

    [Fact]
    public void FromState_SavedState_GoesOnTheSame()
    {
        var first = new Xoshiro256(5);
        for (int i = 0; i < 100; i++)
            first.NextUInt64();

        var second = Xoshiro256.FromState(first.SaveState());

        for (int i = 0; i < 100; i++)
            Assert.Equal(first.NextUInt64(), second.NextUInt64());
    }

    [Fact]
    public void FromState_NoState_Throws()
    {
        Assert.Throws<ArgumentException>(() => Xoshiro256.FromState([0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Xoshiro256.FromState([1, 2, 3]));
    }

    [Fact]
    public void Next_ManyDraws_AreUniform()
    {
        var random = new Xoshiro256(6);
        var counts = new int[7];

        for (int i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Equal(0, random.Next(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void NextDoubleAndGaussian_ManyDraws_HaveTheirMoments()
    {
        var random = new Xoshiro256(7);
        double[] uniform = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        double[] normal = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian())];

        Assert.All(uniform, value => Assert.True(value is >= 0 and < 1));
        Assert.Equal(0.5, uniform.Average(), 0.01);
        Assert.Equal(0, normal.Average(), 0.02);
        Assert.Equal(1, normal.Average(value => value * value), 0.02);
    }

    [Fact]
    public void Shuffle_ThreeValues_GivesEveryOrderAsOften()
    {
        var random = new Xoshiro256(8);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 60_000; i++)
        {
            char[] letters = ['a', 'b', 'c'];
            random.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400));
    }
}
