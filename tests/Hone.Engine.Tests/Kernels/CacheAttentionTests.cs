using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

/// <summary>Attention over pages against plain float64 loops, and against itself cut and mixed in other ways.</summary>
public sealed class CacheAttentionTests
{
    [Theory]
    [InlineData(1, 1, 64, 0, false, ComputeType.F32, 40)]
    [InlineData(6, 2, 64, 0, false, ComputeType.F32, 700)]
    [InlineData(8, 2, 80, 0, true, ComputeType.F32, 90)]
    [InlineData(4, 4, 12, 5, false, ComputeType.F32, 66)]
    [InlineData(3, 1, 38, 33, true, ComputeType.F32, 1100)]
    [InlineData(5, 1, 128, 600, true, ComputeType.F32, 1300)]
    [InlineData(6, 2, 64, 0, true, ComputeType.BF16, 600)]
    [InlineData(4, 2, 20, 40, false, ComputeType.BF16, 99)]
    public void AttentionOverCache_Sequence_MatchesFloat64(int queries, int keyValues, int size, int window, bool sinks, ComputeType format, int length)
    {
        var rule = new AttentionRule(new HeadLayout(queries, keyValues, size)) { Window = window };
        using var device = new CpuDevice(2);
        using var sequence = new Sequence(rule.Heads, format, length, 3);
        using var sinkLogits = sinks ? Random(1, queries, 8) : null;
        foreach (var rows in new[] { length - 7, 1, 5, 1 })
        {
            using var output = new Tensor(rows, rule.Heads.QueryWidth);

            sequence.Extend(device, rule, sinkLogits, rows, output);

            for (var n = 0; n < rows; n += Math.Max(1, rows / 9))
                Close(Oracle(sequence.Qkv, sequence.Length - rows + n, rule, sinkLogits), output.Row(n), format == ComputeType.BF16 ? 2e-2 : 2e-5);
        }
    }

    [Fact]
    public void AttentionOverCache_AnyCutMixAndThreads_SameBits()
    {
        const int Length = 1200;
        var rule = new AttentionRule(new HeadLayout(6, 2, 36)) { Window = 900 };
        using var alone = new CpuDevice(1);
        using var whole = new Tensor(Length, rule.Heads.QueryWidth);
        using (var sequence = new Sequence(rule.Heads, ComputeType.F32, Length, 5))
            sequence.Extend(alone, rule, null, Length, whole);
        var chance = new Xoshiro256(4);
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var device = new CpuDevice(threads);
            using var sequence = new Sequence(rule.Heads, ComputeType.F32, Length, 5);
            using var other = new Sequence(rule.Heads, ComputeType.F32, Length, 6, sequence);
            while (sequence.Length < Length)
            {
                var rows = Math.Min(chance.Next(3) == 0 ? 1 : 1 + chance.Next(97), Length - sequence.Length);
                var others = Math.Min(chance.Next(3), Length - other.Length);
                using var output = new Tensor(rows + others, rule.Heads.QueryWidth);

                Sequence.Extend(device, rule, null, output, (other, others), (sequence, rows));

                for (var n = 0; n < rows; n++)
                    Assert.True(whole.Row(sequence.Length - rows + n).SequenceEqual(output.Row(others + n)));
            }
        }
    }

    private static double[] Oracle(Tensor qkv, int position, AttentionRule rule, Tensor? sinks)
    {
        var heads = rule.Heads;
        var result = new double[heads.QueryWidth];
        var start = rule.Window > 0 ? Math.Max(0, position + 1 - rule.Window) : 0;
        for (var head = 0; head < heads.Queries; head++)
        {
            var key = heads.QueryWidth + (head / heads.Group * heads.Size);
            var scores = Enumerable.Range(start, position + 1 - start).Select(j => Enumerable.Range(0, heads.Size).Sum(i => (double)qkv.Row(position)[(head * heads.Size) + i] * qkv.Row(j)[key + i]) * rule.Scale).ToArray();
            var max = scores.Max();
            var sum = scores.Sum(score => Math.Exp(score - max)) + (sinks is null ? 0 : Math.Exp(sinks.Span[head] - max));
            for (var j = 0; j < scores.Length; j++)
            {
                for (var i = 0; i < heads.Size; i++)
                    result[(head * heads.Size) + i] += Math.Exp(scores[j] - max) / sum * qkv.Row(start + j)[key + heads.KeyWidth + i];
            }
        }
        return result;
    }

    private static void Close(double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{i}: {expected[i]} and {actual[i]}");
    }

    private static Tensor Random(int rows, int columns, ulong seed)
    {
        var chance = new Xoshiro256(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)((chance.NextDouble() * 4) - 2);
        return tensor;
    }

    /// <summary>A random sequence and the pages of what of it was attended to so far, in the second of two layers, out of order.</summary>
    private sealed class Sequence : IDisposable
    {
        private readonly KeyValuePages pages;
        private readonly int[] places;
        private readonly bool ownsPages;

        public Sequence(HeadLayout heads, ComputeType format, int length, ulong seed, Sequence? neighbour = null)
        {
            (Qkv, ownsPages, pages) = (Random(length, heads.Packed, seed), neighbour is null, neighbour?.pages ?? new KeyValuePages(heads, 2, format));
            places = [.. Enumerable.Range(0, (length / KeyValuePages.Tokens) + 1).Select(_ => pages.Add()).Reverse()];
        }

        public Tensor Qkv { get; }

        public int Length { get; private set; }

        public void Extend(CpuDevice device, AttentionRule rule, Tensor? sinks, int rows, Tensor output) => Extend(device, rule, sinks, output, (this, rows));

        public static void Extend(CpuDevice device, AttentionRule rule, Tensor? sinks, Tensor output, params (Sequence Sequence, int Rows)[] parts)
        {
            using var qkv = new Tensor(parts.Sum(part => part.Rows), rule.Heads.Packed);
            var sequences = new List<CachedRows>();
            var first = 0;
            foreach (var (sequence, rows) in parts.Where(part => part.Rows > 0))
            {
                for (var n = 0; n < rows; n++)
                    sequence.Qkv.Row(sequence.Length + n).CopyTo(qkv.Row(first + n));
                sequence.Length += rows;
                sequences.Add(new CachedRows(first, rows, sequence.places, sequence.Length));
                first += rows;
            }
            device.AttentionOverCache(qkv, parts[0].Sequence.pages, 1, sequences, rule, sinks, output);
        }

        public void Dispose()
        {
            Qkv.Dispose();
            if (ownsPages)
                pages.Dispose();
        }
    }
}
