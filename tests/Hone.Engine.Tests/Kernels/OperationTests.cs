using Hone.Core.Statistics;
using Hone.Engine.Architectures;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;
using static Hone.Engine.Tests.Kernels.Plain;

namespace Hone.Engine.Tests.Kernels;

/// <summary>Each operation of the device against the same formula in plain float64 loops, at sizes that divide by nothing.</summary>
public sealed class OperationTests : IDisposable
{
    private readonly CpuDevice device = new(2);
    private readonly Xoshiro256 chance = new(9);

    [Fact]
    public void RmsNorm_ForwardAndBackward_MatchFloat64()
    {
        const int Rows = 70, Width = 45, RowLength = 35;
        Tensor x = Random(Rows, Width), gain = Random(1, Width), y = Empty(Rows, Width), inverse = Empty(1, Rows), gradient = Random(Rows, Width), around = Random(Rows, Width), gainGradient = Random(1, Width);
        var expectedInput = Doubles(around);
        var expectedGain = Doubles(gainGradient);

        device.RmsNorm(x, gain, 1e-5f, y, inverse);
        device.RmsNormBackward(x, gain, inverse, gradient, around, gainGradient, RowLength);

        for (var n = 0; n < Rows; n++)
        {
            var r = 1 / Math.Sqrt(Enumerable.Range(0, Width).Average(i => (double)x.Row(n)[i] * x.Row(n)[i]) + 1e-5);
            var mean = Enumerable.Range(0, Width).Average(i => (double)gradient.Row(n)[i] * gain.Span[i] * x.Row(n)[i] * r);
            for (var i = 0; i < Width; i++)
            {
                Close(x.Row(n)[i] * r * gain.Span[i], y.Row(n)[i]);
                expectedInput[(n * Width) + i] += r * ((gradient.Row(n)[i] * gain.Span[i]) - (x.Row(n)[i] * r * mean));
                expectedGain[i] += gradient.Row(n)[i] * x.Row(n)[i] * r;
            }
        }
        Close(expectedInput, around);
        Close(expectedGain, gainGradient);
    }

    [Fact]
    public void Gated_SwiGlu_MatchesFloat64BothWays()
    {
        const int Rows = 40, Width = 37;
        Tensor source = Random(Rows, 2 * Width, 6), y = Empty(Rows, Width), gradient = Random(Rows, Width), back = Empty(Rows, 2 * Width);

        device.Gated(Gate.SwiGlu, source, y);
        device.GatedBackward(Gate.SwiGlu, source, gradient, back);

        for (var n = 0; n < Rows; n++)
        {
            for (var i = 0; i < Width; i++)
            {
                double gate = source.Row(n)[i], up = source.Row(n)[Width + i], s = 1 / (1 + Math.Exp(-gate));
                Close(gate * s * up, y.Row(n)[i]);
                Close(gradient.Row(n)[i] * up * s * (1 + (gate * (1 - s))), back.Row(n)[i]);
                Close(gradient.Row(n)[i] * gate * s, back.Row(n)[Width + i]);
            }
        }
    }

    [Fact]
    public void Rotate_ThereAndBack_TurnsByThePositionAndReturns()
    {
        var heads = new HeadLayout(3, 1, 38);
        var qkv = Random(20, heads.Packed);
        var before = Doubles(qkv);
        int[] positions = [.. Enumerable.Range(5, 20)];
        var table = new RotaryTable(heads.Size, 10_000);
        table.Cover(32);

        device.Rotate(qkv, positions, table, heads, inverse: false);

        var angle = positions[7] * Math.Pow(10_000, -2.0 * 3 / heads.Size);
        var head = (7 * heads.Packed) + heads.Size;
        Close((before[head + 3] * Math.Cos(angle)) - (before[head + 3 + 19] * Math.Sin(angle)), qkv.Span[head + 3]);
        device.Rotate(qkv, positions, table, heads, inverse: true);
        Close(before, qkv);
    }

    [Theory]
    [InlineData(130, 4, 2, 20, 0, false)]
    [InlineData(49, 3, 3, 33, 0, false)]
    [InlineData(97, 6, 1, 64, 0, true)]
    [InlineData(101, 4, 2, 16, 40, false)]
    [InlineData(99, 2, 1, 24, 1, true)]
    public void Attention_ForwardAndBackward_MatchFloat64(int length, int queries, int keyValues, int size, int window, bool withSinks)
    {
        var heads = new HeadLayout(queries, keyValues, size);
        var rule = new AttentionRule(heads, 0.3f, window);
        Tensor? sinks = withSinks ? Random(1, queries, 3) : null, sinksGradient = withSinks ? new Tensor(1, queries) : null;
        const int Batch = 2;
        Tensor qkv = Random(Batch * length, heads.Packed, 2), output = Empty(Batch * length, heads.QueryWidth), sums = Empty(queries, Batch * length);
        Tensor gradient = Random(Batch * length, heads.QueryWidth), back = Empty(Batch * length, heads.Packed);
        int[] starts = [.. Enumerable.Range(0, Batch * length).Select(n => n % length >= 70 ? 70 : n % length >= 33 ? 33 : 0)];

        device.Attention(qkv, starts, length, rule, sinks, output, sums);
        device.AttentionBackward(qkv, starts, length, rule, sinks, output, sums, gradient, back, sinksGradient);

        var (expected, expectedBack, expectedSinks) = PlainAttention(Doubles(qkv), starts, length, rule, sinks is null ? null : Doubles(sinks), Doubles(gradient));
        Close(expected, output);
        Close(expectedBack, back);
        if (sinksGradient is not null)
            Close(expectedSinks, sinksGradient);
    }

    [Fact]
    public void LinearCrossEntropy_WithKl_MatchesFloat64()
    {
        const int Rows = 30, Width = 20, Vocabulary = 77;
        Tensor hidden = Random(Rows, Width), weight = Random(Vocabulary, Width), other = Random(Rows, Width), otherWeight = Random(Vocabulary, Width);
        Tensor hiddenGradient = Empty(Rows, Width), weightGradient = new(Vocabulary, Width);
        int[] targets = [.. Enumerable.Range(0, Rows).Select(n => n % 7 == 3 ? -1 : chance.Next(Vocabulary))];
        float[] weights = [.. targets.Select((_, n) => 0.1f + (0.01f * n))], klWeights = [.. targets.Select((_, n) => n % 2 == 0 ? 0.3f : 0f)];
        var losses = new TokenLosses(Rows);

        device.LinearCrossEntropy(
            new HeadInput
            {
                Hidden_ND = hidden,
                Weight_VD = weight.AsWeights(),
                Targets = targets,
                Weights = weights,
                RowLength = Rows,
                KlWeights = klWeights,
                ReferenceHidden_ND = other,
                ReferenceWeight_VD = otherWeight.AsWeights(),
            },
            losses,
            hiddenGradient,
            weightGradient);

        double[] expectedHidden = new double[Rows * Width], expectedWeight = new double[Vocabulary * Width];
        for (var n = 0; n < Rows; n++)
        {
            var p = Softmax(Enumerable.Range(0, Vocabulary).Select(v => Dot(hidden.Row(n), weight.Row(v))).ToArray());
            var r = Softmax(Enumerable.Range(0, Vocabulary).Select(v => Dot(other.Row(n), otherWeight.Row(v))).ToArray());
            Close(targets[n] < 0 ? 0 : -Math.Log(p[targets[n]]), losses.CrossEntropy[n]);
            Close(klWeights[n] == 0 ? 0 : r.Select((q, v) => q * Math.Log(q / p[v])).Sum(), losses.Kl[n]);
            for (var v = 0; v < Vocabulary; v++)
            {
                var slope = (targets[n] < 0 ? 0 : weights[n] * (p[v] - (v == targets[n] ? 1 : 0))) + (klWeights[n] * (p[v] - r[v]));
                for (var i = 0; i < Width; i++)
                {
                    expectedHidden[(n * Width) + i] += slope * weight.Row(v)[i];
                    expectedWeight[(v * Width) + i] += slope * hidden.Row(n)[i];
                }
            }
        }
        Close(expectedHidden, hiddenGradient);
        Close(expectedWeight, weightGradient);
    }

    [Fact]
    public void AdamW_ThreeSteps_MatchFloat64()
    {
        const int Length = 101;
        Tensor value = Random(1, Length), first = new(1, Length), second = new(1, Length);
        var expected = Doubles(value);
        double[] m = new double[Length], v = new double[Length];
        for (var step = 1; step <= 3; step++)
        {
            var gradient = Random(1, Length);
            device.AdamW(value, gradient, first, second, new AdamWStep(step, 0.01f, 0.9f, 0.95f, 1e-8f, 0.1f, 0.5f));
            for (var i = 0; i < Length; i++)
            {
                var g = 0.5 * gradient.Span[i];
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.95 * v[i]) + (0.05 * g * g);
                expected[i] = (expected[i] * (1 - 0.001)) - (0.01 * m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, step))) + 1e-8));
            }
        }
        Close(expected, value);
    }

    [Fact]
    public void Exp_WholeRange_IsWithinTwoUnitsInTheLastPlace()
    {
        for (var x = -87f; x < 88f; x += 0.0137f)
        {
            var exact = Math.Exp(x);
            Assert.InRange(Math.Abs(RowMath.Exp(System.Runtime.Intrinsics.Vector512.Create(x))[0] - exact) / exact, 0, 2.4e-7);
        }
    }

    public void Dispose() => device.Dispose();

    private Tensor Random(int rows, int columns, double width = 1) => Plain.Random(chance, rows, columns, width);

    private static (double[] Output, double[] Gradient, double[] Sinks) PlainAttention(double[] qkv, int[] starts, int length, AttentionRule rule, double[]? sinks, double[] gradient)
    {
        var heads = rule.Heads;
        var positions = starts.Length;
        double[] output = new double[positions * heads.QueryWidth], back = new double[positions * heads.Packed], sinkBack = new double[heads.Queries];
        for (var n = 0; n < positions; n++)
        {
            for (var head = 0; head < heads.Queries; head++)
                OneQuery(n, head);
        }
        return (output, back, sinkBack);

        void OneQuery(int n, int head)
        {
            var row = n / length * length;
            int q = (n * heads.Packed) + (head * heads.Size), k = heads.QueryWidth + (head / heads.Group * heads.Size), o = (n * heads.QueryWidth) + (head * heads.Size);
            int[] keys = [.. Enumerable.Range(row + starts[n], n - row - starts[n] + 1).Where(j => rule.Window == 0 || n - j < rule.Window)];
            double scale = rule.Scale;
            var scores = keys.Select(j => scale * Range(heads.Size).Sum(i => qkv[q + i] * qkv[(j * heads.Packed) + k + i]));
            var p = Softmax([.. scores, .. sinks is null ? [] : new[] { sinks[head] }]);
            var slopes = keys.Select(j => Range(heads.Size).Sum(i => gradient[o + i] * qkv[(j * heads.Packed) + k + heads.KeyWidth + i])).ToArray();
            var mean = p.Zip(slopes, (weight, slope) => weight * slope).Sum();
            if (sinks is not null)
                sinkBack[head] -= p[^1] * mean;
            for (var at = 0; at < keys.Length; at++)
            {
                var key = (keys[at] * heads.Packed) + k;
                for (var i = 0; i < heads.Size; i++)
                {
                    output[o + i] += p[at] * qkv[key + heads.KeyWidth + i];
                    back[key + heads.KeyWidth + i] += p[at] * gradient[o + i];
                    back[q + i] += p[at] * (slopes[at] - mean) * scale * qkv[key + i];
                    back[key + i] += p[at] * (slopes[at] - mean) * scale * qkv[q + i];
                }
            }
        }
    }
}
