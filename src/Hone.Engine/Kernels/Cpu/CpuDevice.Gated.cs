using System.Runtime.Intrinsics;
using Hone.Engine.Architectures;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    // gpt-oss: slope of the sigmoid and bound of gate and up.
    private const float ClampedSlope = 1.702f, ClampedLimit = 7f;

    public override void Gated(Gate gate, Tensor gateUp_NF2, Tensor y_NF)
    {
        float* source = gateUp_NF2.Pointer, target = y_NF.Pointer;
        var width = y_NF.Columns;
        ForRows(y_NF.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                float* from = source + (2L * n * width), to = target + ((long)n * width);
                if (gate == Gate.SwiGlu)
                    SwiGlu(from, to, width);
                else
                    ClampedSwiGlu(from, to, width);
            }
        });
    }

    public override void GatedBackward(Gate gate, Tensor gateUp_NF2, Tensor gradient_NF, Tensor gateUpGradient_NF2)
    {
        float* source = gateUp_NF2.Pointer, gradient = gradient_NF.Pointer, target = gateUpGradient_NF2.Pointer;
        var width = gradient_NF.Columns;
        ForRows(gradient_NF.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
            {
                float* from = source + (2L * n * width), slope = gradient + ((long)n * width), to = target + (2L * n * width);
                if (gate == Gate.SwiGlu)
                    SwiGluBackward(from, slope, to, width);
                else
                    ClampedSwiGluBackward(from, slope, to, width);
            }
        });
    }

    private static void SwiGlu(float* gateUp, float* y, int width)
    {
        var i = 0;
        for (; i <= width - RowMath.Lanes; i += RowMath.Lanes)
        {
            var gate = Vector512.Load(gateUp + i);
            (gate * Sigmoid(gate) * Vector512.Load(gateUp + width + i)).Store(y + i);
        }
        for (; i < width; i++)
            y[i] = gateUp[i] * Sigmoid(gateUp[i]) * gateUp[width + i];
    }

    // d silu(g) / dg = s + g s (1 - s), s = sigmoid(g).
    private static void SwiGluBackward(float* gateUp, float* gradient, float* target, int width)
    {
        var i = 0;
        for (; i <= width - RowMath.Lanes; i += RowMath.Lanes)
        {
            Vector512<float> gate = Vector512.Load(gateUp + i), up = Vector512.Load(gateUp + width + i), slope = Vector512.Load(gradient + i);
            var sigmoid = Sigmoid(gate);
            (slope * up * (sigmoid + (gate * sigmoid * (Vector512<float>.One - sigmoid)))).Store(target + i);
            (slope * gate * sigmoid).Store(target + width + i);
        }
        for (; i < width; i++)
        {
            var sigmoid = Sigmoid(gateUp[i]);
            target[i] = gradient[i] * gateUp[width + i] * (sigmoid + (gateUp[i] * sigmoid * (1f - sigmoid)));
            target[width + i] = gradient[i] * gateUp[i] * sigmoid;
        }
    }

    private static void ClampedSwiGlu(float* gateUp, float* y, int width)
    {
        var i = 0;
        for (; i <= width - RowMath.Lanes; i += RowMath.Lanes)
        {
            var gate = Vector512.Min(Vector512.Load(gateUp + i), Vector512.Create(ClampedLimit));
            var up = Vector512.Min(Vector512.Max(Vector512.Load(gateUp + width + i), Vector512.Create(-ClampedLimit)), Vector512.Create(ClampedLimit));
            (gate * Sigmoid(gate * ClampedSlope) * (up + Vector512<float>.One)).Store(y + i);
        }
        for (; i < width; i++)
        {
            float gate = Math.Min(gateUp[i], ClampedLimit), up = Math.Clamp(gateUp[width + i], -ClampedLimit, ClampedLimit);
            y[i] = gate * Sigmoid(ClampedSlope * gate) * (up + 1f);
        }
    }

    // Where gate or up is held at its bound its gradient is 0.
    private static void ClampedSwiGluBackward(float* gateUp, float* gradient, float* target, int width)
    {
        for (var i = 0; i < width; i++)
        {
            float gate = Math.Min(gateUp[i], ClampedLimit), up = Math.Clamp(gateUp[width + i], -ClampedLimit, ClampedLimit);
            var sigmoid = Sigmoid(ClampedSlope * gate);
            var slope = sigmoid + (ClampedSlope * gate * sigmoid * (1f - sigmoid));
            target[i] = gateUp[i] > ClampedLimit ? 0f : gradient[i] * (up + 1f) * slope;
            target[width + i] = Math.Abs(gateUp[width + i]) > ClampedLimit ? 0f : gradient[i] * gate * sigmoid;
        }
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + RowMath.Exp(-x));

    private static float Sigmoid(float x) => Sigmoid(Vector512.Create(x))[0];
}
