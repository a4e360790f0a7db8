using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Kernels.Cpu.Assembled;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tests.Kernels.Quantised;

public sealed class QuantisedLinearTests
{
    private static readonly int[] RowCounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 33];

    public static TheoryData<WeightFormat> Blocked => [.. Enum.GetValues<WeightFormat>().Where(format => format.BlockValues() > 1)];

    public static TheoryData<WeightFormat> NotF32 => [.. Enum.GetValues<WeightFormat>().Where(format => format != WeightFormat.F32)];

    [Theory]
    [MemberData(nameof(Blocked))]
    public void Linear_Int8EveryRowCount_MatchesFloat64OnRoundedActivations(WeightFormat format)
    {
        using var device = new CpuDevice(2, assembled: false);
        foreach (var rows in RowCounts)
        {
            using var work = new Work(format, rows, 1 + (rows * 7), 1 + (rows % 3), 11);
            var rounded = work.X.Span.ToArray();
            Round(rounded);

            device.Linear(work.X, work.Weights, work.Y, accumulate: true);

            work.AssertNear(rounded, 2e-6);
        }
    }

    // Half a step of the largest of 32 values, for every weight of the row: what rounding x may cost at most.
    [Theory]
    [MemberData(nameof(Blocked))]
    public void Linear_Int8_LosesNoMoreThanRoundingMay(WeightFormat format)
    {
        using var device = new CpuDevice(2);
        using var work = new Work(format, 5, 40, 3, 12);

        device.Linear(work.X, work.Weights, work.Y, accumulate: true);

        work.AssertNear(work.X.Span.ToArray(), 0.5 / 127);
    }

    [Theory]
    [MemberData(nameof(Blocked))]
    public void Linear_AssembledOrNotPreparedOrNotAnyThreadsAlone_AllTheSameBits(WeightFormat format)
    {
        Assert.SkipUnless(VnniPanelProduct.IsSupported, "this machine has no AVX512-VNNI");
        foreach (var rows in RowCounts)
        {
            using var work = new Work(format, rows, 75, 2, 13);
            using var plain = new CpuDevice(1, assembled: false);
            var expected = work.Run(plain, prepare: false);

            foreach (var threads in (int[])[1, 2, 5])
            {
                using var device = new CpuDevice(threads);
                Assert.Equal(expected, work.Run(device, prepare: false));
                Assert.Equal(expected, work.Run(device, prepare: true));
            }
            Assert.Equal(expected, work.Run(plain, prepare: true));
            using var lone = new CpuDevice(2);
            for (var row = 0; row < rows; row += 4)
                Assert.Equal(expected[(row * 75)..((row + 1) * 75)], work.Run(lone, prepare: true, row));
        }
    }

    [Theory]
    [MemberData(nameof(NotF32))]
    public void Linear_Exact_MatchesFloat64(WeightFormat format)
    {
        using var device = new CpuDevice(2, activations: Activations.Exact);
        foreach (var rows in (int[])[1, 3, 4, 5, 33])
        {
            using var work = new Work(format, rows, 270, 2, 14);

            device.Linear(work.X, work.Weights, work.Y, accumulate: true);

            work.AssertNear(work.X.Span.ToArray(), 2e-6);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F16)]
    [InlineData(WeightFormat.BF16)]
    public void Linear_OddColumns_MatchesFloat64(WeightFormat format)
    {
        using var device = new CpuDevice(2);
        foreach (var rows in (int[])[1, 6])
        {
            using var work = new Work(format, rows, 19, 0, 15, columns: 77);

            device.Linear(work.X, work.Weights, work.Y, accumulate: true);

            work.AssertNear(work.X.Span.ToArray(), 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(NotF32))]
    public void LinearBackwardInput_DecodedSlabs_EqualTheProductWithTheWholeMatrix(WeightFormat format)
    {
        using var device = new CpuDevice(2);
        using var weights = Random(600, 512, new Xoshiro256(16), 0.1f);
        using var gradient = Random(37, 600, new Xoshiro256(17), 1f);
        var encoded = weights.AsWeights().Convert(format);
        using var owner = encoded.Owner;
        var whole = encoded.Convert(WeightFormat.F32);
        using var wholeOwner = whole.Owner;
        using Tensor expected = new(37, 512), actual = new(37, 512), prepared = new(37, 512);

        device.LinearBackwardInput(gradient, whole, expected);
        device.LinearBackwardInput(gradient, encoded, actual);
        device.LinearBackwardInput(gradient, device.Prepare([encoded])[0], prepared);

        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
        Assert.Equal(expected.Span.ToArray(), prepared.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(NotF32))]
    public void Embed_RowsOfAnyFormat_AreTheDecodedRows(WeightFormat format)
    {
        using var device = new CpuDevice(2);
        using var weights = Random(37, 512, new Xoshiro256(18), 0.1f);
        var table = weights.AsWeights().Convert(format);
        using var owner = table.Owner;
        int[] tokens = [36, 0, 17, 17];
        using Tensor plain = new(4, 512), prepared = new(4, 512);
        var expected = new float[512];

        device.Embed(tokens, table, plain);
        device.Embed(tokens, device.Prepare([table])[0], prepared);

        for (var n = 0; n < tokens.Length; n++)
        {
            WeightBlocks.Decode(format, table.Row(tokens[n]), expected);
            Assert.Equal(expected, plain.Row(n).ToArray());
            Assert.Equal(expected, prepared.Row(n).ToArray());
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Linear_InputNotFinite_SpoilsItsRowAlone(float value)
    {
        using var device = new CpuDevice(2);
        using var work = new Work(WeightFormat.Q8_0, 3, 20, 2, 19);
        work.X.Row(1)[40] = value;

        device.Linear(work.X, work.Weights, work.Y);

        Assert.All(work.Y.Row(1).ToArray(), y => Assert.True(float.IsNaN(y)));
        Assert.All((float[])[.. work.Y.Row(0), .. work.Y.Row(2)], y => Assert.True(float.IsFinite(y)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-44f)]
    [InlineData(1e-37f)]
    [InlineData(1e30f)]
    public void Linear_ExtremeInput_StaysFinite(float size)
    {
        using var device = new CpuDevice(1);
        using var work = new Work(WeightFormat.Q4_K, 2, 16, 1, 20);
        foreach (ref var x in work.X.Span)
            x *= size;

        device.Linear(work.X, work.Weights, work.Y);

        Assert.All(work.Y.Span.ToArray(), y => Assert.True(float.IsFinite(y) && Math.Abs(y) <= 100 * size));
    }

    [Fact]
    public void Panels_RowsAlone_CannotBeReadOrCutAnywhere()
    {
        using var device = new CpuDevice(1);
        using var work = new Work(WeightFormat.Q8_0, 1, 40, 1, 21);
        var panels = device.Prepare([work.Weights])[0];
        using var owner = panels.Owner;

        Assert.Throws<InvalidOperationException>(() => panels.Row(3).Length);
        Assert.Throws<ArgumentException>(() => panels.RowRange(8, 16));
        var second = work.Run(device, panels.RowRange(16, 24));
        Assert.Equal(work.Run(device, prepare: false)[16..], second);
    }

    [Fact]
    public void Prepare_Stack_JoinsNeighboursOfOneFormatAtWholePanels()
    {
        using var device = new CpuDevice(2);
        using Work first = new(WeightFormat.Q4_K, 2, 32, 1, 22), second = new(WeightFormat.Q4_K, 2, 20, 1, 23), third = new(WeightFormat.Q4_K, 2, 16, 1, 24), fourth = new(WeightFormat.Q6_K, 2, 16, 1, 25), plain = new(WeightFormat.F16, 2, 16, 1, 26, 256);

        var prepared = device.Prepare([first.Weights, second.Weights, third.Weights, fourth.Weights, plain.Weights]);

        Assert.Equal([52, 16, 16, 16], prepared.Select(matrix => matrix.Rows));
        Assert.Same(plain.Weights, prepared[3]);
        var joined = first.Run(device, prepared[0]);
        Assert.Equal([.. first.Run(device, first.Weights)[..32], .. first.Run(device, second.Weights)[..20]], joined[..52]);
    }

    private static void Round(Span<float> x)
    {
        for (; x.Length > 0; x = x[32..])
        {
            var step = 0f;
            foreach (var value in x[..32])
                step = Math.Max(step, Math.Abs(value) / 127f);
            foreach (ref var value in x[..32])
                value = step == 0f ? 0f : MathF.Round(value * (1f / step)) * step;
        }
    }

    private static Tensor Random(int rows, int columns, Xoshiro256 chance, float size)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5) * size;
        return tensor;
    }

    /// <summary>A random product: y already holds something, and x is a view of some columns.</summary>
    private sealed class Work : IDisposable
    {
        private readonly Tensor start;
        private readonly Tensor wide;

        public Work(WeightFormat format, int rows, int outputs, int blocks, ulong seed, int columns = 0)
        {
            var chance = new Xoshiro256(seed);
            Columns = columns > 0 ? columns : Math.Max(format.BlockValues(), 32) * blocks;
            wide = Random(rows, Columns + 16, chance, 4f);
            X = rows == 1 ? wide.ColumnRange(3, Columns) : Contiguous(wide.ColumnRange(3, Columns));
            using var weights = Random(outputs, Columns, chance, 0.2f);
            Weights = weights.AsWeights().Convert(format);
            start = Random(rows, outputs, chance, 1f);
            Y = new Tensor(rows, outputs);
            Y.CopyFrom(start);
        }

        public int Columns { get; }
        public Tensor X { get; }
        public WeightMatrix Weights { get; }
        public Tensor Y { get; }

        public float[] Run(CpuDevice device, bool prepare, int row = -1)
        {
            var weights = prepare ? device.Prepare([Weights])[0] : Weights;
            return Run(device, weights, row);
        }

        public float[] Run(CpuDevice device, WeightMatrix weights, int row = -1)
        {
            var x = row < 0 ? X : X.RowRange(row, 1);
            using var y = new Tensor(x.Rows, weights.Rows);
            device.Linear(x, weights, y);
            GC.KeepAlive(weights.Owner);
            return y.Span.ToArray();
        }

        /// <param name="tolerance">Of the largest |x| by the sum of |w|.</param>
        public void AssertNear(float[] x, double tolerance)
        {
            var decoded = new float[Columns];
            for (var o = 0; o < Weights.Rows; o++)
            {
                WeightBlocks.Decode(Weights.Format, Weights.Row(o), decoded);
                for (var n = 0; n < X.Rows; n++)
                {
                    var row = x.AsSpan(n * Columns, Columns);
                    double sum = start.Row(n)[o], size = 1e-30;
                    for (var k = 0; k < Columns; k++)
                        (sum, size) = (sum + ((double)row[k] * decoded[k]), size + Math.Abs(decoded[k]));
                    Assert.True(Math.Abs(Y.Row(n)[o] - sum) <= tolerance * ((2.1 * size) + 1), $"{Weights.Format} {X.Rows}x{Weights.Rows}x{Columns} at {n},{o}: {Y.Row(n)[o]} should be {sum}");
                }
            }
        }

        public void Dispose()
        {
            wide.Dispose();
            start.Dispose();
            Y.Dispose();
            X.Dispose();
            Weights.Owner.Dispose();
        }

        private static Tensor Contiguous(Tensor view)
        {
            var copy = new Tensor(view.Rows, view.Columns);
            for (var row = 0; row < view.Rows; row++)
                view.Row(row).CopyTo(copy.Row(row));
            return copy;
        }
    }
}
