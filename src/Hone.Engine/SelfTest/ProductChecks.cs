using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.SelfTest;

/// <summary>Matrix products against float64 sums over the same weights, as a share of the product of the lengths of the two vectors.</summary>
internal static class ProductChecks
{
    // No width a kernel likes, but whole blocks of every format.
    private const int Outputs = 77, Inputs = 768;

    // Products with weights in blocks round the other side to int8, block by block.
    private const double Int8Bound = 3e-3;

    public static SelfCheck Linear(Device device, ComputeType compute, WeightFormat format, int rows)
    {
        var chance = new Xoshiro256(1);
        using Tensor x = Random(rows, Inputs, chance), y = new(rows, Outputs);
        var (weights, plain) = Weights(format, chance);

        device.Linear(x, weights, y);

        var error = 0.0;
        for (var n = 0; n < rows; n++)
        {
            for (var o = 0; o < Outputs; o++)
                error = Math.Max(error, Miss(y.Row(n)[o], x.Row(n), plain.AsSpan(o * Inputs, Inputs)));
        }
        return new SelfCheck($"{Name(compute)} x {format} weights, {rows} {(rows == 1 ? "row" : "rows")}", error, format.BlockValues() > 1 ? Int8Bound : Bound(compute));
    }

    public static SelfCheck BackwardInput(Device device, ComputeType compute, WeightFormat format)
    {
        var chance = new Xoshiro256(2);
        using Tensor gradient = Random(19, Outputs, chance), x = new(19, Inputs);
        var (weights, plain) = Weights(format, chance);

        device.LinearBackwardInput(gradient, weights, x);

        var error = 0.0;
        var column = new float[Outputs];
        for (var i = 0; i < Inputs; i++)
        {
            for (var o = 0; o < Outputs; o++)
                column[o] = plain[(o * Inputs) + i];
            for (var n = 0; n < 19; n++)
                error = Math.Max(error, Miss(x.Row(n)[i], gradient.Row(n), column));
        }
        return new SelfCheck($"{Name(compute)} back through {format} weights", error, Bound(compute));
    }

    public static SelfCheck BackwardWeight(Device device, ComputeType compute)
    {
        var chance = new Xoshiro256(3);
        using Tensor gradient = Random(70, 45, chance), x = Random(70, 67, chance), weightGradient = new(45, 67);

        device.LinearBackwardWeight(gradient, x, weightGradient, 35);

        var error = 0.0;
        float[] left = new float[70], right = new float[70];
        for (var o = 0; o < 45; o++)
        {
            for (var i = 0; i < 67; i++)
            {
                for (var n = 0; n < 70; n++)
                    (left[n], right[n]) = (gradient.Row(n)[o], x.Row(n)[i]);
                error = Math.Max(error, Miss(weightGradient.Row(o)[i], left, right));
            }
        }
        return new SelfCheck($"{Name(compute)} gradient of weights", error, Bound(compute));
    }

    public static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)chance.NextGaussian();
        return tensor;
    }

    private static string Name(ComputeType compute) => compute == ComputeType.F32 ? "f32" : "bf16";

    // Sums in f32; or of inputs rounded to bf16, 2^-9 each.
    private static double Bound(ComputeType compute) => compute == ComputeType.BF16 ? 2e-3 : 1e-6;

    private static (WeightMatrix Weights, float[] Plain) Weights(WeightFormat format, Xoshiro256 chance)
    {
        using var values = Random(Outputs, Inputs, chance);
        var weights = WeightMatrix.Allocate(Outputs, Inputs, format);
        var plain = new float[Outputs * Inputs];
        for (var row = 0; row < Outputs; row++)
        {
            WeightBlocks.Encode(format, values.Row(row), weights.Row(row));
            WeightBlocks.Decode(format, weights.Row(row), plain.AsSpan(row * Inputs, Inputs));
        }
        return (weights, plain);
    }

    private static double Miss(float actual, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
            xx += (double)x[i] * x[i];
            yy += (double)y[i] * y[i];
        }
        return float.IsNaN(actual) ? double.PositiveInfinity : Math.Abs(actual - sum) / Math.Sqrt(xx * yy);
    }
}
