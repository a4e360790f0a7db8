using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    public override void AddBias(Tensor y_NO, Tensor bias_O)
    {
        float* y = y_NO.Pointer, bias = bias_O.Pointer;
        int stride = y_NO.Stride, width = y_NO.Columns;
        ForRows(y_NO.Rows, (first, end) =>
        {
            for (var n = first; n < end; n++)
                RowMath.Add(y + ((long)n * stride), bias, width);
        });
    }

    public override void BiasBackward(Tensor gradient_NO, Tensor biasGradient_O, int rowLength)
    {
        var gradient = gradient_NO.Pointer;
        int stride = gradient_NO.Stride, width = gradient_NO.Columns, rows = gradient_NO.Rows / rowLength;
        headSpace.Reset();
        var partial = headSpace.Take(rows, width);
        partial.Clear();
        var sums = partial.Pointer;
        pool.Run(rows, (row, _) =>
        {
            for (var n = row * rowLength; n < (row + 1) * rowLength; n++)
                RowMath.Add(sums + ((long)row * width), gradient + ((long)n * stride), width);
        });
        for (var row = 0; row < rows; row++)
            RowMath.Add(biasGradient_O.Pointer, sums + ((long)row * width), width);
    }
}
