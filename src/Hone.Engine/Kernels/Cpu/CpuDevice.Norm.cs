using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void RmsNorm(Tensor x_ND, Tensor gain_D, float epsilon, Tensor y_ND, Tensor inverseRms_N)
    {
        float* x = x_ND.Pointer, gain = gain_D.Pointer, y = y_ND.Pointer, inverse = inverseRms_N.Pointer;
        var width = x_ND.Columns;
        ForRows(x_ND.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                var row = x + ((long)n * width);
                inverse[n] = 1f / MathF.Sqrt((RowMath.Dot(row, row, width) / width) + epsilon);
                Normalise(row, gain, inverse[n], y + ((long)n * width), width);
            }
        });
    }

    public override void RmsNormBackward(Tensor x_ND, Tensor gain_D, Tensor inverseRms_N, Tensor gradient_ND, Tensor inputGradient_ND, Tensor? gainGradient_D, int rowLength)
    {
        float* x = x_ND.Pointer, gain = gain_D.Pointer, inverse = inverseRms_N.Pointer, gradient = gradient_ND.Pointer, target = inputGradient_ND.Pointer;
        int width = x_ND.Columns, rows = x_ND.Rows / rowLength;
        headSpace.Reset();
        var partial = headSpace.Take(rows, width);
        partial.Clear();
        var sums = partial.Pointer;
        pool.Run(rows, (row, _) =>
        {
            for (var n = row * rowLength; n < (row + 1) * rowLength; n++)
                NormBackward(x + ((long)n * width), gain, inverse[n], gradient + ((long)n * width), target + ((long)n * width), sums + ((long)row * width), width);
        });
        for (var row = 0; gainGradient_D is not null && row < rows; row++)
            RowMath.Add(gainGradient_D.Pointer, sums + ((long)row * width), width);
    }

    private static void Normalise(float* x, float* gain, float inverse, float* y, int width)
    {
        var factor = Vector512.Create(inverse);
        var i = 0;
        for (; i <= width - RowMath.Lanes; i += RowMath.Lanes)
            (Vector512.Load(x + i) * factor * Vector512.Load(gain + i)).Store(y + i);
        for (; i < width; i++)
            y[i] = x[i] * inverse * gain[i];
    }

    // With h = x * inverse: dx = inverse * (g * gain - h * mean(g * gain * h)), dgain += g * h.
    private static void NormBackward(float* x, float* gain, float inverse, float* gradient, float* target, float* gainGradient, int width)
    {
        Vector512<float> factor = Vector512.Create(inverse), sum = default;
        var i = 0;
        for (; i <= width - RowMath.Lanes; i += RowMath.Lanes)
        {
            var slope = Vector512.Load(gradient + i) * Vector512.Load(x + i);
            sum = Vector512.FusedMultiplyAdd(slope, Vector512.Load(gain + i), sum);
            Vector512.FusedMultiplyAdd(slope, factor, Vector512.Load(gainGradient + i)).Store(gainGradient + i);
        }
        var projection = Vector512.Sum(sum);
        for (; i < width; i++)
        {
            projection += gradient[i] * gain[i] * x[i];
            gainGradient[i] += gradient[i] * x[i] * inverse;
        }
        projection *= inverse * inverse / width;
        var pull = Vector512.Create(projection);
        for (i = 0; i <= width - RowMath.Lanes; i += RowMath.Lanes)
        {
            var straight = (Vector512.Load(gradient + i) * Vector512.Load(gain + i)) - (Vector512.Load(x + i) * pull);
            Vector512.FusedMultiplyAdd(straight, factor, Vector512.Load(target + i)).Store(target + i);
        }
        for (; i < width; i++)
            target[i] += inverse * ((gradient[i] * gain[i]) - (x[i] * projection));
    }
}
