using Hone.Core.Statistics;
using Hone.Engine.Checkpoints;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Kernels;

/// <summary>A linear layer over weights stored as bf16 is, to the bit, one over the same values in f32.</summary>
public sealed unsafe class StoredWeightTests
{
    [Theory]
    [InlineData(ComputeType.F32)]
    [InlineData(ComputeType.BF16)]
    public void Linear_WeightsInBf16_EqualsTheSameValuesInF32(ComputeType compute)
    {
        using var device = new CpuDevice(2, compute);
        var chance = new Xoshiro256(5);
        for (var round = 0; round < 30; round++)
        {
            int rows = 5 + chance.Next(90), inputs = 1 + chance.Next(700), outputs = 1 + chance.Next(300);
            var (stored, values) = Weights(outputs, inputs, chance);
            Tensor x = Random(rows, inputs, chance), gradient = Random(rows, outputs, chance);
            Tensor expected = Random(rows, outputs, chance), expectedBack = new(rows, inputs), actual = new(rows, outputs), actualBack = new(rows, inputs);
            actual.CopyFrom(expected);

            device.Linear(x, values.AsWeights(), expected, accumulate: true);
            device.LinearBackwardInput(gradient, values.AsWeights(), expectedBack);
            device.Linear(x, stored, actual, accumulate: true);
            device.LinearBackwardInput(gradient, stored, actualBack);

            Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
            Assert.Equal(expectedBack.Span.ToArray(), actualBack.Span.ToArray());
            GC.KeepAlive((x, gradient, values, stored));
        }
    }

    private static (WeightMatrix Stored, Tensor Values) Weights(int rows, int columns, Xoshiro256 chance)
    {
        var values = Random(rows, columns, chance);
        var stored = WeightMatrix.Allocate(rows, columns, WeightFormat.BF16);
        for (var i = 0L; i < values.Length; i++)
        {
            var bits = Rounding.ToBFloat16(values.Pointer[i]);
            ((ushort*)stored.Pointer)[i] = bits;
            values.Pointer[i] = BitConverter.UInt32BitsToSingle((uint)bits << 16);
        }
        return (stored, values);
    }

    private static Tensor Random(int rows, int columns, Xoshiro256 chance)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5);
        return tensor;
    }
}
