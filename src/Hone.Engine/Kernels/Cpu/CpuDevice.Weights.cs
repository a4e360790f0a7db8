using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    private NativeBlock rowSpace = new(0);

    /// <inheritdoc/>
    public override WeightMatrix Prepare(WeightMatrix weights_OI)
        => activations == Activations.Int8 && !weights_OI.IsPanelled && PanelFormat.Of(weights_OI.Format) is { } format ? quantised.Interleave(weights_OI, format) : weights_OI;

    // As LinearFewRows; a row of weights is decoded in the cache of the thread that multiplies it.
    private void LinearDecodedFewRows(Tensor x_NI, WeightMatrix weight_OI, Tensor y_NO, bool accumulate)
    {
        var inputs = x_NI.Columns;
        if (rowSpace.Length < (long)pool.Count * inputs)
        {
            rowSpace.Dispose();
            rowSpace = new NativeBlock((long)pool.Count * inputs);
        }
        float* x = x_NI.Pointer, y = y_NO.Pointer, space = rowSpace.Pointer;
        int rows = x_NI.Rows, stride = x_NI.Stride, target = y_NO.Stride, outputs = weight_OI.Rows;
        pool.Run((outputs + RowsPerPiece - 1) / RowsPerPiece, (piece, worker) =>
        {
            var weight = space + ((long)worker * inputs);
            for (var o = piece * RowsPerPiece; o < Math.Min(outputs, (piece + 1) * RowsPerPiece); o++)
            {
                StoredRow.Read(weight_OI, o, 0, new Span<float>(weight, inputs));
                for (var n = 0; n < rows; n++)
                {
                    var dot = RowMath.Dot(x + ((long)n * stride), weight, inputs);
                    y[((long)n * target) + o] = accumulate ? y[((long)n * target) + o] + dot : dot;
                }
            }
        });
        GC.KeepAlive(weight_OI.Owner);
    }
}
