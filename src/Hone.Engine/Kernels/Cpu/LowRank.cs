using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// y += scale (x A^T) B^T for several adapters, each with some rows of a batch, in one hand-over to the threads (Punica, Chen et al. 2023). The
/// factors lie turned round, 16 outputs to a vector. Sums are those of the plain products to the bit.
/// </summary>
internal sealed unsafe class LowRank(WorkerPool pool) : IDisposable
{
    private const int Lanes = 16;
    private const int RowsPerPiece = 16;
    private readonly F32Kernel order = new();
    private readonly List<Piece> pieces = [];
    private NativeBlock scratch = new(0);

    private readonly record struct Piece(LowRankRows Part, int First, int Rows);

    public void Add(Tensor x_NI, IReadOnlyList<LowRankRows> parts, Tensor y_NO)
    {
        pieces.Clear();
        var widest = 0;
        foreach (var part in parts)
        {
            widest = Math.Max(widest, part.Factors.A_IR.Columns);
            for (var first = 0; first < part.Rows; first += RowsPerPiece)
                pieces.Add(new Piece(part, part.FirstRow + first, Math.Min(RowsPerPiece, part.Rows - first)));
        }
        if (scratch.Length < (long)widest * RowsPerPiece * pool.Count)
        {
            scratch.Dispose();
            scratch = new NativeBlock((long)widest * RowsPerPiece * pool.Count);
        }
        var (blocks, memory) = (BlockOfK.Cut(x_NI.Columns, 0, order), (nint)scratch.Pointer);
        pool.Run(pieces.Count, (piece, worker) => Run(pieces[piece], x_NI, blocks, y_NO, (float*)memory + ((nint)worker * widest * RowsPerPiece)));
    }

    public void Dispose()
    {
        scratch.Dispose();
        order.Dispose();
    }

    private static void Run(Piece piece, Tensor x_NI, BlockOfK[] blocks, Tensor y_NO, float* narrow)
    {
        var factors = piece.Part.Factors;
        int padded = factors.A_IR.Columns, rank = factors.Rank, outputs = factors.Outputs;
        new Span<float>(narrow, piece.Rows * padded).Clear();
        foreach (var block in blocks)
            Product(x_NI.Pointer + (piece.First * (nint)x_NI.Stride) + block.Start, x_NI.Stride, piece.Rows, factors.A_IR.Pointer + (block.Start * (nint)padded), padded, block.Length, padded, narrow, padded);
        RowMath.Scale(narrow, factors.Scale, piece.Rows * padded);
        Product(narrow, padded, piece.Rows, factors.B_RO.Pointer, factors.B_RO.Columns, rank, outputs, y_NO.Pointer + (piece.First * (nint)y_NO.Stride) + piece.Part.FirstColumn, y_NO.Stride);
    }

    // y[n, o] += chain over k of x[n, k] m[k, o].
    private static void Product(float* x, nint strideX, int rows, float* matrix, nint width, int length, int outputs, float* y, nint strideY)
    {
        for (var column = 0; column < outputs; column += Lanes)
        {
            var valid = Math.Min(Lanes, outputs - column);
            var n = 0;
            for (; n <= rows - 4; n += 4)
                Four(x + (n * strideX), strideX, matrix + column, width, length, y + (n * strideY) + column, strideY, valid);
            for (; n < rows; n++)
                Put(One(x + (n * strideX), matrix + column, width, length), y + (n * strideY) + column, valid);
        }
    }

    private static void Four(float* x, nint strideX, float* matrix, nint width, int length, float* y, nint strideY, int valid)
    {
        float* x1 = x + strideX, x2 = x1 + strideX, x3 = x2 + strideX;
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint k = 0; k < length; k++, matrix += width)
        {
            var m = Vector512.Load(matrix);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), m, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(x1[k]), m, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(x2[k]), m, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(x3[k]), m, s3);
        }
        Put(s0, y, valid);
        Put(s1, y + strideY, valid);
        Put(s2, y + (2 * strideY), valid);
        Put(s3, y + (3 * strideY), valid);
    }

    private static Vector512<float> One(float* x, float* matrix, nint width, int length)
    {
        Vector512<float> sum = default;
        for (nint k = 0; k < length; k++, matrix += width)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), Vector512.Load(matrix), sum);
        return sum;
    }

    private static void Put(Vector512<float> sum, float* y, int valid)
    {
        if (valid == Lanes)
        {
            (sum + Vector512.Load(y)).Store(y);
            return;
        }
        for (var i = 0; i < valid; i++)
            y[i] = sum[i] + y[i];
    }
}
