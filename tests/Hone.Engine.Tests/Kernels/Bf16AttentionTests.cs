using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

/// <summary>Attention with bf16 products beside the f32 one, which OperationTests holds to float64.</summary>
public sealed class Bf16AttentionTests
{
    [Fact]
    public void Attention_RandomShapes_IsWithinTheRoundingOfF32()
    {
        SkipWithoutKernel();
        var chance = new Xoshiro256(6);
        for (var round = 0; round < 12; round++)
        {
            var shape = Shape.Random(chance);

            float[] exact = shape.Run(ComputeType.F32, 2), rounded = shape.Run(ComputeType.BF16, 2);

            double error = 0, size = 0;
            for (var i = 0; i < exact.Length; i++)
            {
                error += Math.Pow(exact[i] - rounded[i], 2);
                size += Math.Pow(exact[i], 2);
            }
            Assert.True(Math.Sqrt(error / size) < 0.01, $"{shape}: {Math.Sqrt(error / size)}");
        }
    }

    [Fact]
    public void Attention_OtherThreadCounts_IsTheSameBits()
    {
        SkipWithoutKernel();
        var chance = new Xoshiro256(7);
        var shape = Shape.Random(chance);

        Assert.Equal(shape.Run(ComputeType.BF16, 1), shape.Run(ComputeType.BF16, 3));
    }

    private static void SkipWithoutKernel()
    {
        using var kernel = PanelKernel.TryCreate();
        Assert.SkipWhen(kernel is null, "this machine multiplies bf16 no faster than f32");
    }

    private sealed record Shape(int Length, HeadLayout Heads, int Window, int[] Starts, float[] Values, float[] Gradients)
    {
        private const int Batch = 2;

        public static Shape Random(Xoshiro256 chance)
        {
            var length = 1 + chance.Next(260);
            var keyValues = 1 + chance.Next(2);
            var heads = new HeadLayout(keyValues * (1 + chance.Next(3)), keyValues, 2 * (8 + chance.Next(40)));
            var cut = chance.Next(length);
            int[] starts = [.. Enumerable.Range(0, Batch * length).Select(n => n % length >= cut ? cut : 0)];
            return new Shape(length, heads, chance.Next(2) == 0 ? 0 : 1 + chance.Next(length), starts, Numbers(Batch * length * heads.Packed), Numbers(Batch * length * heads.QueryWidth));

            float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(2 * (chance.NextDouble() - 0.5)))];
        }

        /// <summary>The output, then the gradient of queries, keys and values.</summary>
        public float[] Run(ComputeType compute, int threads)
        {
            using var device = new CpuDevice(threads, compute);
            using Tensor qkv = new(Batch * Length, Heads.Packed), output = new(Batch * Length, Heads.QueryWidth), sums = new(Heads.Queries, Batch * Length);
            using Tensor gradient = new(Batch * Length, Heads.QueryWidth), back = new(Batch * Length, Heads.Packed);
            Values.CopyTo(qkv.Span);
            Gradients.CopyTo(gradient.Span);
            output.Span.Fill(float.NaN);
            back.Span.Fill(float.NaN);
            var rule = new AttentionRule(Heads, 0.4f, Window);
            device.Attention(qkv, Starts, Length, rule, null, output, sums);
            device.AttentionBackward(qkv, Starts, Length, rule, null, output, sums, gradient, back, null);
            return [.. output.Span, .. back.Span];
        }
    }
}
