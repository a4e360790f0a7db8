using Hone.Core.Tokens;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

public sealed class RowsAndRatesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("hone-test-").FullName;

    [Fact]
    public void Rows_OnePass_CoverTheShardOnce()
    {
        using var shard = Shard(tokens: 1000);
        var source = new RowSource(shard, 100, seed: 4);
        var seen = new HashSet<int>();
        var row = new int[101];

        for (var i = 0; i < 10; i++)
        {
            source.Read(i, row);
            seen.UnionWith(row[..100]);
        }

        Assert.Equal(1000, seen.Count);
    }

    [Fact]
    public void Rows_ReadOutOfOrder_AreTheSame()
    {
        using var shard = Shard(tokens: 777);
        int[] first = new int[51], again = new int[51];
        var source = new RowSource(shard, 50, seed: 4);
        source.Read(31, first);
        source.Read(2, again);

        new RowSource(shard, 50, seed: 4).Read(31, again);

        Assert.Equal(first, again);
    }

    [Fact]
    public void Rows_LongerThanTheShard_WrapAround()
    {
        using var shard = Shard(tokens: 30);
        var row = new int[101];

        new RowSource(shard, 100, seed: 1).Read(0, row);

        Assert.Equal(row[0], row[30]);
        Assert.Equal((row[0] + 1) % 30, row[1]);
    }

    [Fact]
    public void Rate_Cosine_RisesThenFallsToItsEnd()
    {
        var spec = new AdaptSpec { Tokens = 100 * 16 * 512, LearningRate = 1, WarmUp = 0.1, FinalRate = 0.2 };

        Assert.Equal(0.1, Schedule.LearningRate(spec, 0), 1e-9);
        Assert.Equal(1, Schedule.LearningRate(spec, 10), 1e-9);
        Assert.Equal(0.2, Schedule.LearningRate(spec, 99), 1e-9);
    }

    [Fact]
    public void Rate_ConstantThenLinear_HoldsThenFalls()
    {
        var spec = new AdaptSpec { Tokens = 100 * 16 * 512, LearningRate = 1, WarmUp = 0, FinalRate = 0, Decay = RateDecay.ConstantThenLinear, DecayShare = 0.2 };

        Assert.Equal(1, Schedule.LearningRate(spec, 79), 1e-9);
        Assert.Equal(0.5, Schedule.LearningRate(spec, 89), 1e-9);
        Assert.Equal(0, Schedule.LearningRate(spec, 99), 1e-9);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    // Token i is i: a row shows where it was cut.
    private TokenShard Shard(int tokens)
    {
        var path = Path.Combine(directory, $"shard-{tokens}");
        using (var writer = TokenShardWriter.Create(path, new string('0', 64), 2000))
        {
            writer.Add([.. Enumerable.Range(0, tokens)]);
            writer.Complete();
        }
        return TokenShard.Open(path);
    }
}
