using Hone.Core.Statistics;
using Hone.Engine.Kernels;
using Hone.Engine.Kernels.Cpu;
using Hone.Engine.Layers;
using Hone.Engine.Tensors;
using Hone.Engine.Training;
using Hone.Engine.Training.Optimizers;

namespace Hone.Engine.Tests.Training.Optimizers;

public sealed class MuonTests
{
    [Theory]
    [InlineData(7, 19, MuonScale.Rms)]
    [InlineData(33, 12, MuonScale.Rms)]
    [InlineData(33, 12, MuonScale.Spectral)]
    [InlineData(16, 16, MuonScale.Spectral)]
    [InlineData(1, 9, MuonScale.Rms)]
    public void Update_ThreeSteps_MatchFloat64Oracle(int rows, int columns, MuonScale scale)
    {
        var spec = new AdaptSpec { LearningRate = 0.01, WeightDecay = 0.1, Muon = new MuonSpec { Rate = 0.02, Scale = scale, Momentum = 0.9 } };
        var parameter = new ParameterSpec("model.layers.0.mlp.up_proj.weight", rows, columns, null);
        using var device = new CpuDevice(2);
        using var muon = new Muon([parameter], spec);
        using Tensor values = Random(rows, columns, 1), gradient = Random(rows, columns, 2);
        double[,] expected = Copy(values), buffer = new double[rows, columns];

        for (var step = 1; step <= 3; step++)
        {
            Oracle(expected, buffer, Copy(gradient), 0.02 * 0.5 * 0.25, scale);
            muon.Update(device, parameter, values, gradient, 0.25, new OptimizerStep(new AdamWStep(step, 0.005f, 0.9f, 0.95f, 1e-8f, 0.1f, 0.5f), 0.5));
            device.Scale(gradient, -1.3f);
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                Assert.Equal(expected[i, j], values.Row(i)[j], 2e-5);
        }
    }

    [Fact]
    public void Update_EmbeddingsHeadsAndVectors_AreAdamWs()
    {
        ParameterSpec[] parameters = [new("model.embed_tokens.weight", 5, 8, null), new("model.norm.weight", 1, 8, VectorKind.Gain), new("lm_head.weight", 5, 8, null)];
        using var device = new CpuDevice(1);
        using var muon = new Muon(parameters, new AdaptSpec());
        using var adamW = new AdamW(parameters);
        var step = new OptimizerStep(new AdamWStep(1, 0.01f, 0.9f, 0.95f, 1e-8f, 0.1f, 1), 1);
        foreach (var parameter in parameters)
        {
            using Tensor expected = Random(parameter.Rows, parameter.Columns, 1), actual = Random(parameter.Rows, parameter.Columns, 1), gradient = Random(parameter.Rows, parameter.Columns, 2);

            adamW.Update(device, parameter, expected, gradient, 1, step);
            muon.Update(device, parameter, actual, gradient, 1, step);

            Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
        }
    }

    [Fact]
    public void Training_WithMuon_LearnsTheRows()
    {
        var (before, after) = AdamW8Tests.Learn(OptimizerKind.Muon);

        Assert.True(after < 0.6 * before, $"{before} to {after}");
    }

    private static void Oracle(double[,] values, double[,] buffer, double[,] gradient, double rate, MuonScale scale)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var direction = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                buffer[i, j] = (0.9 * buffer[i, j]) + (0.5 * gradient[i, j]);
                direction[i, j] = (0.5 * gradient[i, j]) + (0.9 * buffer[i, j]);
            }
        }
        var norm = Math.Sqrt(direction.Cast<double>().Sum(value => value * value)) + 1e-7;
        direction = Map(direction, value => value / norm);
        for (var step = 0; step < 5; step++)
        {
            var square = Multiply(direction, Transposed(direction));
            var (first, second) = (Multiply(square, direction), Multiply(Multiply(square, square), direction));
            var x = direction;
            direction = new double[rows, columns];
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    direction[i, j] = (3.4445 * x[i, j]) - (4.7750 * first[i, j]) + (2.0315 * second[i, j]);
            }
        }
        var size = scale == MuonScale.Spectral ? Math.Sqrt(Math.Max(1, (double)rows / columns)) : 0.2 * Math.Sqrt(Math.Max(rows, columns));
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                values[i, j] = (values[i, j] * (1 - (rate * 0.1))) - (rate * size * direction[i, j]);
        }
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < b.GetLength(1); j++)
            {
                for (var k = 0; k < a.GetLength(1); k++)
                    product[i, j] += a[i, k] * b[k, j];
            }
        }
        return product;
    }

    private static double[,] Transposed(double[,] a)
    {
        var turned = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(1); j++)
                turned[j, i] = a[i, j];
        }
        return turned;
    }

    private static double[,] Map(double[,] a, Func<double, double> function)
    {
        var mapped = new double[a.GetLength(0), a.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(1); j++)
                mapped[i, j] = function(a[i, j]);
        }
        return mapped;
    }

    private static double[,] Copy(Tensor tensor)
    {
        var copy = new double[tensor.Rows, tensor.Columns];
        for (var i = 0; i < tensor.Rows; i++)
        {
            for (var j = 0; j < tensor.Columns; j++)
                copy[i, j] = tensor.Row(i)[j];
        }
        return copy;
    }

    private static Tensor Random(int rows, int columns, ulong seed)
    {
        var tensor = new Tensor(rows, columns);
        var chance = new Xoshiro256(seed);
        foreach (ref var value in tensor.Span)
            value = (float)(chance.NextDouble() - 0.5);
        return tensor;
    }
}
