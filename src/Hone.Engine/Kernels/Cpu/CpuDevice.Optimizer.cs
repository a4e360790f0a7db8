using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    private const int ValuesPerPiece = 1 << 16;

    public override void AddScaled(Tensor y, Tensor x, float scale = 1)
    {
        float* target = y.Pointer, source = x.Pointer;
        var length = y.Length;
        pool.Run((int)((length + ValuesPerPiece - 1) / ValuesPerPiece), (piece, _) =>
        {
            var first = (long)piece * ValuesPerPiece;
            RowMath.AddScaled(target + first, source + first, scale, (int)Math.Min(ValuesPerPiece, length - first));
        });
    }

    public override void Scale(Tensor y, float scale)
    {
        var target = y.Pointer;
        var length = y.Length;
        pool.Run((int)((length + ValuesPerPiece - 1) / ValuesPerPiece), (piece, _) =>
        {
            var first = (long)piece * ValuesPerPiece;
            RowMath.Scale(target + first, scale, (int)Math.Min(ValuesPerPiece, length - first));
        });
    }

    public override double SumOfSquares(Tensor values)
    {
        var pieces = (int)((values.Length + ValuesPerPiece - 1) / ValuesPerPiece);
        var sums = new double[pieces];
        var pointer = values.Pointer;
        var length = values.Length;
        pool.Run(pieces, (piece, _) =>
        {
            var first = (long)piece * ValuesPerPiece;
            sums[piece] = RowMath.SumOfSquares(pointer + first, Math.Min(ValuesPerPiece, length - first));
        });
        return sums.Sum();
    }

    public override void AdamW(Tensor values, Tensor gradients, Tensor first, Tensor second, AdamWStep step)
    {
        float* value = values.Pointer, gradient = gradients.Pointer, m = first.Pointer, v = second.Pointer;
        var length = values.Length;
        pool.Run((int)((length + ValuesPerPiece - 1) / ValuesPerPiece), (piece, _) =>
        {
            var start = (long)piece * ValuesPerPiece;
            Update(value + start, gradient + start, m + start, v + start, (int)Math.Min(ValuesPerPiece, length - start), step);
        });
    }

    private static void Update(float* value, float* gradient, float* m, float* v, int length, AdamWStep step)
    {
        var firstCorrection = (float)(1.0 / (1.0 - Math.Pow(step.Beta1, step.Step)));
        var secondCorrection = (float)(1.0 / (1.0 - Math.Pow(step.Beta2, step.Step)));
        var keep = 1f - (step.LearningRate * step.WeightDecay);
        var i = 0;
        for (; i <= length - RowMath.Lanes; i += RowMath.Lanes)
        {
            var g = Vector512.Load(gradient + i) * Vector512.Create(step.GradientScale);
            var mean = (Vector512.Load(m + i) * Vector512.Create(step.Beta1)) + (g * Vector512.Create(1f - step.Beta1));
            var spread = (Vector512.Load(v + i) * Vector512.Create(step.Beta2)) + (g * g * Vector512.Create(1f - step.Beta2));
            mean.Store(m + i);
            spread.Store(v + i);
            var move = mean * Vector512.Create(firstCorrection) / (Vector512.Sqrt(spread * Vector512.Create(secondCorrection)) + Vector512.Create(step.Epsilon));
            ((Vector512.Load(value + i) * Vector512.Create(keep)) - (move * Vector512.Create(step.LearningRate))).Store(value + i);
        }
        for (; i < length; i++)
        {
            var g = gradient[i] * step.GradientScale;
            m[i] = (m[i] * step.Beta1) + (g * (1f - step.Beta1));
            v[i] = (v[i] * step.Beta2) + (g * g * (1f - step.Beta2));
            value[i] = (value[i] * keep) - (m[i] * firstCorrection / (MathF.Sqrt(v[i] * secondCorrection) + step.Epsilon) * step.LearningRate);
        }
    }
}
