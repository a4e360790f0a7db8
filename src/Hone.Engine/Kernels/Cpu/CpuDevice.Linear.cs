using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    // Up to this many rows a product is a handful of dot products: packing the weights would cost more than it saves.
    private const int FewRows = 4;

    public override void Linear(Tensor x_NI, WeightMatrix weight_OI, Tensor y_NO, bool accumulate = false)
    {
        if (x_NI.Rows <= FewRows && weight_OI.Format == WeightFormat.F32)
            LinearFewRows(x_NI, weight_OI.AsTensor(), y_NO, accumulate);
        else if (activations == Activations.Int8 && PanelFormat.Of(weight_OI.Format) is { } format)
            quantised.Multiply(x_NI, weight_OI, format, y_NO.Pointer, y_NO.Stride, accumulate);
        else if (x_NI.Rows <= FewRows)
            LinearDecodedFewRows(x_NI, weight_OI, y_NO, accumulate);
        else
            gemm.Multiply(x_NI.Rows, weight_OI.Rows, x_NI.Columns, Operand.Of(x_NI), Source(weight_OI, transposed: true), y_NO.Pointer, y_NO.Stride, accumulate);
    }

    public override void LinearBackwardInput(Tensor gradient_NO, WeightMatrix weight_OI, Tensor inputGradient_NI, bool accumulate = false)
        => gemm.Multiply(gradient_NO.Rows, weight_OI.Columns, weight_OI.Rows, Operand.Of(gradient_NO), Source(weight_OI, transposed: false), inputGradient_NI.Pointer, inputGradient_NI.Stride, accumulate);

    public override void LinearBackwardWeight(Tensor gradient_NO, Tensor x_NI, Tensor weightGradient_OI, int rowLength)
        => gemm.Multiply(gradient_NO.Columns, x_NI.Columns, x_NI.Rows, Operand.Of(gradient_NO).Transposed(), Operand.Of(x_NI), weightGradient_OI.Pointer, weightGradient_OI.Stride, true, rowLength);

    // Weights of any format on the right of a product: as [out, in] they are that of dy W, turned round that of x W^T.
    private static IPanelSource Source(WeightMatrix weight_OI, bool transposed) => weight_OI.Format switch
    {
        WeightFormat.F32 => transposed ? Values(weight_OI).Transposed() : Values(weight_OI),
        WeightFormat.BF16 => new Bf16Source(weight_OI, transposed),
        _ => new BlockSource(weight_OI, transposed),
    };

    private static Operand Values(WeightMatrix weight_OI) => new((float*)weight_OI.Pointer, weight_OI.Columns, 1);

    private void LinearFewRows(Tensor x_NI, Tensor weight_OI, Tensor y_NO, bool accumulate)
    {
        float* x = x_NI.Pointer, weight = weight_OI.Pointer, y = y_NO.Pointer;
        int inputs = x_NI.Columns, outputs = weight_OI.Rows, rows = x_NI.Rows, stride = x_NI.Stride, target = y_NO.Stride;
        ForRows(outputs, (first, end) =>
        {
            for (var o = first; o < end; o++)
            {
                for (var n = 0; n < rows; n++)
                {
                    var dot = RowMath.Dot(x + ((long)n * stride), weight + ((long)o * inputs), inputs);
                    y[((long)n * target) + o] = accumulate ? y[((long)n * target) + o] + dot : dot;
                }
            }
        });
    }

    public override void Embed(ReadOnlySpan<int> tokens, WeightMatrix table_VD, Tensor output_ND)
    {
        for (var n = 0; n < tokens.Length; n++)
            StoredRow.Read(table_VD, tokens[n], 0, output_ND.Row(n));
        GC.KeepAlive(table_VD.Owner);
    }

    public override void EmbedBackward(ReadOnlySpan<int> tokens, Tensor gradient_ND, Tensor tableGradient_VD)
    {
        var columns = gradient_ND.Columns;
        for (var n = 0; n < tokens.Length; n++)
            RowMath.Add(tableGradient_VD.Pointer + ((long)tokens[n] * columns), gradient_ND.Pointer + ((long)n * columns), columns);
    }
}
