using Hone.Core.Statistics;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Training;

namespace Hone.Engine.Tests.Training;

/// <summary>Loss on chosen tokens, rows packed of samples, and steps whose rows have different numbers of counted tokens.</summary>
public sealed class CountedTokensTests
{
    private static readonly AdaptSpec Spec = TrainerTests.Spec with { RowLength = 24, Kl = 0, Replay = 0 };

    [Fact]
    public void Gradients_RowsWithUnequallyManyTargets_DoNotDependOnTheMicroBatches()
    {
        var rows = MaskedRows();
        var whole = Run(Spec with { MicroRows = 4 }, rows);

        Assert.Equal(whole, Run(Spec with { MicroRows = 1 }, rows));
        Assert.Equal(whole, Run(Spec with { MicroRows = 3 }, rows, threads: 5));
        Assert.Equal(whole, Run(Spec with { Recompute = true }, rows));
    }

    [Fact]
    public void Gradients_MaskedRows_MatchFloat64Oracle()
    {
        var rows = MaskedRows();
        using var device = new CpuDevice(2);
        using var parameters = TrainerTests.RandomParameters(TrainerTests.Odd, 1);
        using var trainer = new Trainer(device, TrainerTests.Odd, parameters, null, Spec, TrainerTests.EndOfText);

        var sums = trainer.AccumulateGradients(rows);

        var weights = Hone.Engine.Tests.Layers.DecoderOracle.Copy(parameters);
        Assert.Equal(MaskedLoss(weights, rows), sums.Total / sums.Tokens, 1e-5);
        var chance = new Xoshiro256(4);
        foreach (var gradient in trainer.Gradients.Named)
        {
            var at = chance.Next((int)gradient.Value.Length);
            var expected = TrainerTests.Slope(weights, gradient.Name, at, () => MaskedLoss(weights, rows));
            Assert.True(Math.Abs(expected - gradient.Value.Span[at]) < 1e-6 + (1e-4 * Math.Abs(expected)), $"{gradient.Name}[{at}]: {gradient.Value.Span[at]} should be {expected}");
        }
    }

    [Fact]
    public void Gradients_EveryPositionGivenAsTarget_AreThoseOfTheNextTokens()
    {
        var next = TrainerTests.Rows(Spec, TrainerTests.Odd, 3).Select(row => row with { IsReplay = false }).ToArray();
        var given = next.Select(row => new TrainingRow(row.Tokens[..^1], false) { Targets = row.Tokens[1..] }).ToArray();

        Assert.Equal(Run(Spec, next), Run(Spec, given));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("untied head, llama3 rotary")]
    [InlineData("window in one layer, biases")]
    [InlineData("head norms, no rotary in one layer")]
    [InlineData("experts, sinks, yarn")]
    public void Gradients_PackedSamples_AreThoseOfTheSamplesApart(string name)
    {
        var shape = TrainerTests.Shapes[name];
        var samples = Samples(9, shape.VocabularySize);
        var packed = RowPacker.Pack(samples, 24, TrainerTests.EndOfText);
        var apart = samples.Select(sample => RowPacker.Pack([sample], 24, TrainerTests.EndOfText)[0]).ToList();
        using var device = new CpuDevice(2);
        using var parameters = TrainerTests.RandomParameters(shape, 1);
        using Trainer one = new(device, shape, parameters, null, Spec, TrainerTests.EndOfText), other = new(device, shape, parameters, null, Spec, TrainerTests.EndOfText);

        var (together, alone) = (one.AccumulateGradients(packed), other.AccumulateGradients(apart));

        Assert.True(packed.Count < apart.Count);
        Assert.Equal(alone.Tokens, together.Tokens);
        Assert.Equal(alone.Total, together.Total, 1e-5 * alone.Total);
        var size = other.Gradients.All.Span.ToArray().Max(Math.Abs);
        foreach (var (a, b) in one.Gradients.All.Span.ToArray().Zip(other.Gradients.All.Span.ToArray()))
            Assert.Equal(b, a, 1e-5 * size);
    }

    [Fact]
    public void Pack_AnySamples_KeepsEachWholeAndOnce()
    {
        var samples = Samples(40, 50);

        var rows = RowPacker.Pack(samples, 24, filler: 0);

        Assert.Equal(samples.Sum(sample => sample.IsTarget.Skip(1).Count(isTarget => isTarget)), rows.Sum(row => row.Counted));
        Assert.All(rows, row => Assert.Equal(24, row.Length));
        var found = rows.SelectMany(row => Enumerable.Range(0, 24).GroupBy(i => row.Starts![i]).Select(group => string.Join(' ', group.Select(i => row.Tokens[i])))).ToList();
        Assert.All(samples, sample => Assert.Contains(string.Join(' ', sample.Tokens.SkipLast(1)), found));
    }

    [Fact]
    public void Pack_SampleLongerThanARow_IsRefused()
        => Assert.Throws<ArgumentException>(() => RowPacker.Pack([new TrainingSample(new int[26], new bool[26])], 24, 0));

    private static float[] Run(AdaptSpec spec, IReadOnlyList<TrainingRow> rows, int threads = 2)
    {
        using var device = new CpuDevice(threads);
        using var parameters = TrainerTests.RandomParameters(TrainerTests.Odd, 1);
        using var trainer = new Trainer(device, TrainerTests.Odd, parameters, null, spec, TrainerTests.EndOfText);
        trainer.AccumulateGradients(rows);
        return trainer.Gradients.All.Span.ToArray();
    }

    // 24, 1, 9 and 0 targets, on top of rows with documents.
    private static TrainingRow[] MaskedRows()
    {
        var chance = new Xoshiro256(6);
        int[] counted = [24, 1, 9, 0];
        return [.. TrainerTests.Rows(Spec, TrainerTests.Odd, 3).Select((row, r) =>
        {
            var targets = row.Tokens[1..];
            while (targets.Count(target => target >= 0) > counted[r])
                targets[chance.Next(24)] = -1;
            return new TrainingRow(row.Tokens[..^1], false) { Targets = targets };
        })];
    }

    private static double MaskedLoss(Dictionary<string, double[]> weights, TrainingRow[] rows)
    {
        var model = new Hone.Engine.Tests.Layers.DecoderOracle(TrainerTests.Odd, weights);
        var (sum, count) = (0.0, 0);
        foreach (var row in rows)
        {
            var logits = model.Logits(row.Tokens, Hone.Engine.Layers.Batch.StartsAt(row.Tokens, 24, TrainerTests.EndOfText));
            for (var t = 0; t < 24; t++)
            {
                if (row.Targets![t] < 0)
                    continue;
                sum -= TrainerTests.LogSoftmax(logits[t])[row.Targets[t]];
                count++;
            }
        }
        return sum / count;
    }

    private static List<TrainingSample> Samples(int count, int vocabulary)
    {
        var chance = new Xoshiro256(8);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var length = 3 + chance.Next(12);
            return new TrainingSample([.. Enumerable.Range(0, length).Select(_ => 1 + chance.Next(vocabulary - 1))], [.. Enumerable.Range(0, length).Select(i => i >= length / 2)]);
        })];
    }
}
