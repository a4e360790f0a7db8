using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void SwiGlu(Tensor gateUp_NF2, Tensor y_NF)
    {
        float* source = gateUp_NF2.Pointer, target = y_NF.Pointer;
        var width = y_NF.Columns;
        ForRows(y_NF.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
                Gate(source + (2L * n * width), target + ((long)n * width), width);
        });
    }

    public override void SwiGluBackward(Tensor gateUp_NF2, Tensor gradient_NF, Tensor gateUpGradient_NF2)
    {
        float* source = gateUp_NF2.Pointer, gradient = gradient_NF.Pointer, target = gateUpGradient_NF2.Pointer;
        var width = gradient_NF.Columns;
        ForRows(gradient_NF.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
                GateBackward(source + (2L * n * width), gradient + ((long)n * width), target + (2L * n * width), width);
        });
    }

    private static void Gate(float* gateUp, float* y, int width)
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
    private static void GateBackward(float* gateUp, float* gradient, float* target, int width)
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

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + RowMath.Exp(-x));

    private static float Sigmoid(float x) => Sigmoid(Vector512.Create(x))[0];
}
