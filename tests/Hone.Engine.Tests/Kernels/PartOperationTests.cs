using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;
using static Hone.Engine.Tests.Kernels.Plain;

namespace Hone.Engine.Tests.Kernels;

/// <summary>The operations that only some families use, against the same formula in plain float64 loops, at sizes that divide by nothing.</summary>
public sealed class PartOperationTests : IDisposable
{
    private readonly CpuDevice device = new(2);
    private readonly Xoshiro256 chance = new(11);

    [Fact]
    public void Bias_OfAColumnView_MatchesFloat64BothWays()
    {
        const int Rows = 62, Width = 37, RowLength = 31;
        Tensor wide = Random(Rows, 50), y = wide.ColumnRange(5, Width), bias = Random(1, Width), biasGradient = Random(1, Width);
        double[] before = Doubles(wide), expected = Doubles(biasGradient);

        device.AddBias(y, bias);
        device.BiasBackward(y, biasGradient, RowLength);

        for (var n = 0; n < Rows; n++)
        {
            for (var i = 0; i < 50; i++)
            {
                var inside = i is >= 5 and < 5 + Width;
                Close(before[(n * 50) + i] + (inside ? bias.Span[i - 5] : 0), wide.Row(n)[i]);
                if (inside)
                    expected[i - 5] += wide.Row(n)[i];
            }
        }
        Close(expected, biasGradient);
    }

    [Fact]
    public void HeadNorm_ForwardAndBackward_MatchFloat64()
    {
        const int Rows = 34, RowLength = 17;
        var heads = new HeadLayout(3, 2, 22);
        Tensor raw = Random(Rows, heads.Packed), qkv = Empty(Rows, heads.Packed), inverse = Empty(Rows, 5), gradient = Random(Rows, heads.Packed);
        var gains = new HeadGains(Random(1, 22), Random(1, 22));
        var gainGradients = new HeadGains(Random(1, 22), Random(1, 22));
        double[] expected = Doubles(gradient), query = Doubles(gainGradients.Query), key = Doubles(gainGradients.Key), slopes = Doubles(gradient);

        device.HeadNorm(raw, gains, heads, 1e-5f, qkv, inverse);
        device.HeadNormBackward(raw, gains, heads, inverse, gradient, gainGradients, RowLength);

        for (var n = 0; n < Rows; n++)
        {
            for (var head = 0; head < 5; head++)
            {
                var (at, gain, sums) = ((n * heads.Packed) + (head * 22), head < 3 ? gains.Query : gains.Key, head < 3 ? query : key);
                var r = 1 / Math.Sqrt(Range(22).Average(i => (double)raw.Span[at + i] * raw.Span[at + i]) + 1e-5);
                var mean = Range(22).Average(i => slopes[at + i] * gain.Span[i] * raw.Span[at + i] * r);
                for (var i = 0; i < 22; i++)
                {
                    Close(raw.Span[at + i] * r * gain.Span[i], qkv.Span[at + i]);
                    expected[at + i] = r * ((slopes[at + i] * gain.Span[i]) - (raw.Span[at + i] * r * mean));
                    sums[i] += slopes[at + i] * raw.Span[at + i] * r;
                }
            }
            for (var i = 5 * 22; i < heads.Packed; i++)
                Assert.Equal(raw.Row(n)[i], qkv.Row(n)[i]);
        }
        Close(expected, gradient);
        Close(query, gainGradients.Query);
        Close(key, gainGradients.Key);
    }

    [Fact]
    public void Gated_ClampedSwiGlu_MatchesFloat64BothWays()
    {
        const int Rows = 40, Width = 37;
        Tensor source = Random(Rows, 2 * Width, 40), y = Empty(Rows, Width), gradient = Random(Rows, Width), back = Empty(Rows, 2 * Width);

        device.Gated(Gate.ClampedSwiGlu, source, y);
        device.GatedBackward(Gate.ClampedSwiGlu, source, gradient, back);

        for (var n = 0; n < Rows; n++)
        {
            for (var i = 0; i < Width; i++)
            {
                double gate = source.Row(n)[i], up = source.Row(n)[Width + i], g = Math.Min(gate, 7), u = Math.Clamp(up, -7, 7), s = 1 / (1 + Math.Exp(-1.702 * g));
                Close(g * s * (u + 1), y.Row(n)[i]);
                Close(gate > 7 ? 0 : gradient.Row(n)[i] * (u + 1) * s * (1 + (1.702 * g * (1 - s))), back.Row(n)[i]);
                Close(Math.Abs(up) > 7 ? 0 : gradient.Row(n)[i] * g * s, back.Row(n)[Width + i]);
            }
        }
    }

    [Fact]
    public void Route_BothWays_MatchesFloat64()
    {
        const int Rows = 45, Experts = 7, Choices = 3;
        Tensor logits = Random(Rows, Experts, 6), weights = Empty(Rows, Choices), slopes = Random(Rows, Choices), back = Empty(Rows, Experts);
        logits.Row(3).Fill(0.5f);
        var chosen = new int[Rows * Choices];

        device.Route(logits, weights, chosen);
        device.RouteBackward(weights, chosen, slopes, back);

        for (var n = 0; n < Rows; n++)
        {
            var best = Range(Experts).OrderByDescending(e => logits.Row(n)[e]).ThenBy(e => e).Take(Choices).ToArray();
            var p = Softmax([.. best.Select(e => (double)logits.Row(n)[e])]);
            var mean = Range(Choices).Sum(k => p[k] * slopes.Row(n)[k]);
            Assert.Equal(best, chosen[(n * Choices)..((n + 1) * Choices)]);
            for (var k = 0; k < Choices; k++)
            {
                Close(p[k], weights.Row(n)[k]);
                Close(p[k] * (slopes.Row(n)[k] - mean), back.Row(n)[best[k]]);
            }
            Assert.Equal(Experts - Choices, back.Row(n).ToArray().Count(value => value == 0));
        }
    }

    [Fact]
    public void GatherAndCombine_BothWays_MatchFloat64()
    {
        const int Rows = 35, Choices = 2, Width = 29;
        var places = Range(Rows * Choices).ToArray();
        chance.Shuffle(places.AsSpan());
        var tokens = new int[Rows * Choices];
        for (var pair = 0; pair < places.Length; pair++)
            tokens[places[pair]] = pair / Choices;
        Tensor x = Random(Rows, Width), packed = Empty(Rows * Choices, Width), weights = Random(Rows, Choices), y = Empty(Rows, Width), gradient = Random(Rows, Width);
        Tensor packedGradient = Empty(Rows * Choices, Width), weightsGradient = Empty(Rows, Choices), back = Random(Rows, Width);
        var expectedBack = Doubles(back);

        device.Gather(x, tokens, packed);
        device.Combine(packed, places, weights, y);
        device.CombineBackward(packed, places, weights, gradient, packedGradient, weightsGradient);
        device.GatherBackward(packedGradient, places, back);

        for (var n = 0; n < Rows; n++)
        {
            for (var i = 0; i < Width; i++)
            {
                Close((weights.Row(n)[0] + (double)weights.Row(n)[1]) * x.Row(n)[i], y.Row(n)[i]);
                expectedBack[(n * Width) + i] += (weights.Row(n)[0] + (double)weights.Row(n)[1]) * gradient.Row(n)[i];
            }
            for (var k = 0; k < Choices; k++)
                Close(Dot(x.Row(n), gradient.Row(n)), weightsGradient.Row(n)[k]);
        }
        Close(expectedBack, back);
    }

    [Fact]
    public void AddScaledAndScale_AnyLength_GiveEachElementItsValueWhereverTheEndIs()
    {
        Tensor x = Random(1, 1001), y = Random(1, 1001), shorter = new(1, 37);
        var expected = Doubles(y);
        y.Span[..37].CopyTo(shorter.Span);

        device.AddScaled(y, x, 0.3f);
        device.Scale(y, -1.5f);
        device.AddScaled(shorter, x.ColumnRange(0, 37), 0.3f);
        device.Scale(shorter, -1.5f);

        Close([.. expected.Select((value, i) => (value + ((double)0.3f * x.Span[i])) * -1.5)], y);
        Assert.Equal(y.Span[..37].ToArray(), shorter.Span.ToArray());
    }

    [Fact]
    public void Embed_BothWays_CopiesAndAddsRows()
    {
        Tensor table = Random(9, 21), y = Empty(6, 21), gradient = Random(6, 21), tableGradient = Random(9, 21);
        int[] tokens = [3, 0, 3, 8, 3, 1];
        var expected = Doubles(tableGradient);

        device.Embed(tokens, table.AsWeights(), y);
        device.EmbedBackward(tokens, gradient, tableGradient);

        for (var n = 0; n < tokens.Length; n++)
        {
            Assert.Equal(table.Row(tokens[n]).ToArray(), y.Row(n).ToArray());
            for (var i = 0; i < 21; i++)
                expected[(tokens[n] * 21) + i] += gradient.Row(n)[i];
        }
        Close(expected, tableGradient);
    }

    public void Dispose() => device.Dispose();

    private Tensor Random(int rows, int columns, double width = 1) => Plain.Random(chance, rows, columns, width);
}
