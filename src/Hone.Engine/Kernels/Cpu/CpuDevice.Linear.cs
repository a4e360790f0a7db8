using Hone.Engine.Kernels.Cpu.Quantised;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    // Few rows take other ways than many, with the same result to the bit: a row's numbers do not depend on the rows beside it.
    public override void Linear(Tensor x_NI, WeightMatrix weight_OI, Tensor y_NO, bool accumulate = false)
    {
        if (activations == Activations.Int8 && PanelFormat.Of(weight_OI.Format) is { } format)
            quantised.Multiply(x_NI, weight_OI, format, y_NO.Pointer, y_NO.Stride, accumulate);
        else if (x_NI.Rows <= RowProduct.MostRows && gemm.Kernel is F32Kernel && RowProduct.Takes(weight_OI))
            fewRows.Multiply(x_NI, weight_OI, Source(weight_OI, transposed: true), y_NO.Pointer, y_NO.Stride, accumulate);
        else if (x_NI.Rows <= StripProduct.MostRows)
            strips.Multiply(x_NI.Rows, weight_OI.Rows, x_NI.Columns, Operand.Of(x_NI), Source(weight_OI, transposed: true), y_NO.Pointer, y_NO.Stride, accumulate);
        else
            gemm.Multiply(x_NI.Rows, weight_OI.Rows, x_NI.Columns, Operand.Of(x_NI), Source(weight_OI, transposed: true), y_NO.Pointer, y_NO.Stride, accumulate);
    }

    public override void AddLowRank(Tensor x_NI, IReadOnlyList<LowRankRows> parts, Tensor y_NO) => lowRank.Add(x_NI, parts, y_NO);

    public override void LinearBackwardInput(Tensor gradient_NO, WeightMatrix weight_OI, Tensor inputGradient_NI, bool accumulate = false)
        => gemm.Multiply(gradient_NO.Rows, weight_OI.Columns, weight_OI.Rows, Operand.Of(gradient_NO), Source(weight_OI, transposed: false), inputGradient_NI.Pointer, inputGradient_NI.Stride, accumulate);

    public override void LinearBackwardWeight(Tensor gradient_NO, Tensor x_NI, Tensor weightGradient_OI, int rowLength)
        => gemm.Multiply(gradient_NO.Columns, x_NI.Columns, x_NI.Rows, Operand.Of(gradient_NO).Transposed(), Operand.Of(x_NI), weightGradient_OI.Pointer, weightGradient_OI.Stride, true, rowLength);

    // Weights of any format on the right of a product: as [out, in] they are that of dy W, turned round that of x W^T.
    private static IPanelSource Source(WeightMatrix weight_OI, bool transposed) => weight_OI.Format switch
    {
        WeightFormat.F32 => transposed ? Values(weight_OI).Transposed() : Values(weight_OI),
        WeightFormat.BF16 => new Bf16Source(weight_OI, transposed),
        WeightFormat.Q8_0 when !weight_OI.IsPanelled => new Q8_0Source(weight_OI, transposed),
        _ => new BlockSource(weight_OI, transposed),
    };

    private static Operand Values(WeightMatrix weight_OI) => new((float*)weight_OI.Pointer, weight_OI.Columns, 1);

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
