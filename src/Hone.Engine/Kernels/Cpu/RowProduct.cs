using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// y (+)= x W^T for a few rows and weights in f32 or bf16, which are read from memory once, as they lie: 16 outputs at a time are turned round in the first-level
/// cache so that each is one lane. Every output is the chain of sums that <see cref="Gemm"/> makes in f32, to the bit: what a row gives depends
/// neither on how many rows there are nor on whether they are few.
/// </summary>
internal sealed unsafe class RowProduct(WorkerPool pool) : IDisposable
{
    /// <summary>More rows are a matter for <see cref="Gemm"/>, which reads each packed value oftener.</summary>
    public const int MostRows = 16;

    private const int Lanes = Transposition.Size;
    private const int PieceBytes = 256 << 10; // of weights: some ten microseconds
    private readonly F32Kernel order = new();
    private readonly StripProduct edge = new(pool, new F32Kernel());

    public static bool Takes(WeightMatrix weight) => Avx512F.IsSupported && weight.Format is WeightFormat.F32 or WeightFormat.BF16;

    public void Multiply(Tensor x_NI, WeightMatrix weight_OI, IPanelSource source, float* y, nint ldy, bool accumulate)
    {
        int rows = x_NI.Rows, inputs = x_NI.Columns, stride = x_NI.Stride;
        var blocks = BlockOfK.Cut(inputs, 0, order);
        var x = x_NI.Pointer;
        var strips = weight_OI.Rows / TileKernel.Width * (TileKernel.Width / Lanes);
        var share = (int)Math.Clamp(PieceBytes / (Lanes * weight_OI.RowBytes), 1, Math.Max(1, strips));
        pool.Run((strips + share - 1) / share, (piece, _) =>
        {
            for (var strip = piece * share; strip < Math.Min(strips, (piece + 1) * share); strip++)
                Strip(weight_OI.Pointer + (strip * Lanes * weight_OI.RowBytes), weight_OI, blocks, x, stride, rows, y + (strip * Lanes), ldy, accumulate);
        });
        // What fills no panel of the other product takes its way.
        var done = strips * Lanes;
        if (done < weight_OI.Rows)
            edge.Multiply(rows, weight_OI.Rows - done, inputs, Operand.Of(x_NI), new ColumnsFrom(source, done), y + done, ldy, accumulate);
        GC.KeepAlive(weight_OI.Owner);
    }

    public void Dispose()
    {
        edge.Dispose();
        order.Dispose();
    }

    private sealed class ColumnsFrom(IPanelSource source, int first) : IPanelSource
    {
        public void Pack(TileKernel kernel, PanelPart part, byte* target) => source.Pack(kernel, part with { Column = part.Column + first }, target);
    }

    private static void Strip(byte* weights, WeightMatrix weight, BlockOfK[] blocks, float* x, nint stride, int rows, float* y, nint ldy, bool accumulate)
    {
        var sums = stackalloc float[MostRows * Lanes];
        foreach (var block in blocks)
        {
            new Span<float>(sums, rows * Lanes).Clear();
            if (weight.Format == WeightFormat.F32)
                BlockOfF32((float*)weights + block.Start, weight.Columns, block.Length, x + block.Start, stride, rows, sums);
            else
                BlockOfBF16((ushort*)weights + block.Start, weight.Columns, block.Length, x + block.Start, stride, rows, sums);
            for (var n = 0; n < rows; n++)
            {
                var sum = Vector512.Load(sums + (n * Lanes));
                (accumulate || block.Start > 0 ? sum + Vector512.Load(y + (n * ldy)) : sum).Store(y + (n * ldy));
            }
        }
    }

    private static void BlockOfF32(float* weights, nint columns, int length, float* x, nint stride, int rows, float* sums)
    {
        var turned = stackalloc float[Lanes * Lanes];
        var k = 0;
        for (; k <= length - Lanes; k += Lanes)
        {
            Transposition.Turn(weights + k, columns * sizeof(float), (uint*)turned, Lanes);
            for (var n = 0; n < rows; n++)
                Chain(turned, x + (n * stride) + k, sums + (n * Lanes));
        }
        for (; k < length; k++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                turned[lane] = weights[(lane * columns) + k];
            Last(turned, x + k, stride, rows, sums);
        }
    }

    // Turned in pairs of neighbours: the lower half of each is the even one.
    private static void BlockOfBF16(ushort* weights, nint columns, int length, float* x, nint stride, int rows, float* sums)
    {
        var pairs = stackalloc uint[Lanes * Lanes];
        var k = 0;
        for (; k <= length - (2 * Lanes); k += 2 * Lanes)
        {
            Transposition.Turn(weights + k, columns * sizeof(ushort), pairs, Lanes);
            for (var n = 0; n < rows; n++)
                ChainOfPairs(pairs, x + (n * stride) + k, sums + (n * Lanes));
        }
        var turned = (float*)pairs;
        for (; k < length; k++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                turned[lane] = BitConverter.UInt32BitsToSingle((uint)weights[(lane * columns) + k] << 16);
            Last(turned, x + k, stride, rows, sums);
        }
    }

    private static void Chain(float* turned, float* x, float* sums)
    {
        var sum = Vector512.Load(sums);
        for (var i = 0; i < Lanes; i += 4)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[i]), Vector512.Load(turned + (i * Lanes)), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[i + 1]), Vector512.Load(turned + ((i + 1) * Lanes)), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[i + 2]), Vector512.Load(turned + ((i + 2) * Lanes)), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[i + 3]), Vector512.Load(turned + ((i + 3) * Lanes)), sum);
        }
        sum.Store(sums);
    }

    private static void ChainOfPairs(uint* pairs, float* x, float* sums)
    {
        var upper = Vector512.Create(0xFFFF0000u);
        var sum = Vector512.Load(sums);
        for (var i = 0; i < Lanes; i += 2)
        {
            Vector512<uint> first = Vector512.Load(pairs + (i * Lanes)), second = Vector512.Load(pairs + ((i + 1) * Lanes));
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[2 * i]), Vector512.ShiftLeft(first, 16).AsSingle(), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[(2 * i) + 1]), (first & upper).AsSingle(), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[(2 * i) + 2]), Vector512.ShiftLeft(second, 16).AsSingle(), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[(2 * i) + 3]), (second & upper).AsSingle(), sum);
        }
        sum.Store(sums);
    }

    private static void Last(float* turned, float* x, nint stride, int rows, float* sums)
    {
        for (var n = 0; n < rows; n++)
            Vector512.FusedMultiplyAdd(Vector512.Create(x[n * stride]), Vector512.Load(turned), Vector512.Load(sums + (n * Lanes))).Store(sums + (n * Lanes));
    }
}
