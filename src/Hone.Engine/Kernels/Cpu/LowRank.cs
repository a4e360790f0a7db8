using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// y += scale (x A^T) B^T for several adapters, each with some rows of a batch, in one hand-over to the threads (Punica, Chen et al. 2023). The
/// factors lie in panels of 16 outputs. Each sum is four partial ones in a fixed order, alone or two rows at a time: a row's result
/// does not depend on the rows beside it.
/// </summary>
internal sealed unsafe class LowRank(WorkerPool pool) : IDisposable
{
    private const int Lanes = LowRankFactors.Grain;
    private const int RowsPerPiece = 16;
    private readonly List<Piece> pieces = [];
    private NativeBlock scratch = new(0);

    private readonly record struct Piece(LowRankRows Part, int First, int Rows);

    public void Add(Tensor x_NI, IReadOnlyList<LowRankRows> parts, Tensor y_NO)
    {
        pieces.Clear();
        var widest = 0;
        foreach (var part in parts)
        {
            widest = Math.Max(widest, Padded(part.Factors));
            for (var first = 0; first < part.Rows; first += RowsPerPiece)
                pieces.Add(new Piece(part, part.FirstRow + first, Math.Min(RowsPerPiece, part.Rows - first)));
        }
        if (scratch.Length < (long)widest * RowsPerPiece * pool.Count)
        {
            scratch.Dispose();
            scratch = new NativeBlock((long)widest * RowsPerPiece * pool.Count);
        }
        var memory = scratch.Pointer;
        pool.Run(pieces.Count, (piece, worker) =>
        {
            var narrow = memory + ((nint)worker * widest * RowsPerPiece);
            if (pieces[piece].Part.Factors.Format == ComputeType.BF16)
                Run<BF16Element>(pieces[piece], x_NI, y_NO, narrow);
            else
                Run<F32Element>(pieces[piece], x_NI, y_NO, narrow);
        });
    }

    public void Dispose() => scratch.Dispose();

    private static int Padded(LowRankFactors factors) => (factors.Rank + Lanes - 1) / Lanes * Lanes;

    private static void Run<T>(Piece piece, Tensor x_NI, Tensor y_NO, float* narrow)
        where T : struct, IStoredElement
    {
        var factors = piece.Part.Factors;
        var padded = Padded(factors);
        new Span<float>(narrow, piece.Rows * padded).Clear();
        Product<T>(x_NI.Pointer + (piece.First * (nint)x_NI.Stride), x_NI.Stride, piece.Rows, factors.A, factors.Inputs, padded, narrow, padded);
        RowMath.Scale(narrow, factors.Scale, piece.Rows * padded);
        Product<T>(narrow, padded, piece.Rows, factors.B, factors.Rank, factors.Outputs, y_NO.Pointer + (piece.First * (nint)y_NO.Stride) + piece.Part.FirstColumn, y_NO.Stride);
    }

    // y[n, o] += sum over k of x[n, k] m[o, k], m in panels.
    private static void Product<T>(float* x, nint strideX, int rows, byte* matrix, int length, int outputs, float* y, nint strideY)
        where T : struct, IStoredElement
    {
        for (var column = 0; column < outputs; column += Lanes)
        {
            var panel = column * (nint)length;
            var valid = Math.Min(Lanes, outputs - column);
            var n = 0;
            for (; n <= rows - 2; n += 2)
                Two<T>(x + (n * strideX), strideX, matrix, panel, length, y + (n * strideY) + column, strideY, valid);
            if (n < rows)
                One<T>(x + (n * strideX), matrix, panel, length, y + (n * strideY) + column, valid);
        }
    }

    private static void Two<T>(float* x, nint strideX, byte* matrix, nint at, int length, float* y, nint strideY, int valid)
        where T : struct, IStoredElement
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var second = x + strideX;
        nint k = 0;
        for (; k <= length - 4; k += 4, at += 4 * Lanes)
        {
            Vector512<float> m0 = T.Load(matrix, at), m1 = T.Load(matrix, at + Lanes), m2 = T.Load(matrix, at + (2 * Lanes)), m3 = T.Load(matrix, at + (3 * Lanes));
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), m0, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 1]), m1, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 2]), m2, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 3]), m3, a3);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Create(second[k]), m0, b0);
            b1 = Vector512.FusedMultiplyAdd(Vector512.Create(second[k + 1]), m1, b1);
            b2 = Vector512.FusedMultiplyAdd(Vector512.Create(second[k + 2]), m2, b2);
            b3 = Vector512.FusedMultiplyAdd(Vector512.Create(second[k + 3]), m3, b3);
        }
        for (; k < length; k++, at += Lanes)
        {
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), T.Load(matrix, at), a0);
            b0 = Vector512.FusedMultiplyAdd(Vector512.Create(second[k]), T.Load(matrix, at), b0);
        }
        Put(a0 + a1 + (a2 + a3), y, valid);
        Put(b0 + b1 + (b2 + b3), y + strideY, valid);
    }

    private static void One<T>(float* x, byte* matrix, nint at, int length, float* y, int valid)
        where T : struct, IStoredElement
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint k = 0;
        for (; k <= length - 4; k += 4, at += 4 * Lanes)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), T.Load(matrix, at), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 1]), T.Load(matrix, at + Lanes), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 2]), T.Load(matrix, at + (2 * Lanes)), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k + 3]), T.Load(matrix, at + (3 * Lanes)), s3);
        }
        for (; k < length; k++, at += Lanes)
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[k]), T.Load(matrix, at), s0);
        Put(s0 + s1 + (s2 + s3), y, valid);
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
