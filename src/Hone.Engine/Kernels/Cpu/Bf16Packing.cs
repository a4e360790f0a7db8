using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hone.Engine.Kernels.Cpu.Assembled;

namespace Hone.Engine.Kernels.Cpu;

/// <summary>
/// Rounds f32 operands to bf16 and lays them out in pairs of neighbours in k, as the dot-product instructions read them: rows of A as
/// [row][pair], panels of B as [pair][32]. Where an operand lies the other way, blocks of 16x16 pairs are turned round. What does not divide by
/// 16 lines and 32 of k goes by way of a piece of zeroed scratch.
/// </summary>
internal sealed unsafe class Bf16Packing : IDisposable
{
    public const int Run = 32;
    private const int Lines = Transposition.Size, Pairs = Run / 2, Strip = 256, Width = TileKernel.Width;
    private readonly ExecutableMemory along;
    private readonly ExecutableMemory zipped;

    private Bf16Packing(ExecutableMemory along, ExecutableMemory zipped) => (this.along, this.zipped) = (along, zipped);

    public static Bf16Packing? TryCreate()
    {
        var along = AssembledCode.TryCreate(RoundingCode.WriteAlong);
        if (along is not null && AssembledCode.TryCreate(RoundingCode.WriteZipped) is { } zipped)
            return new Bf16Packing(along, zipped);
        along?.Dispose();
        return null;
    }

    /// <summary>target[row][pair], rows <paramref name="stride"/> pairs apart; k zero-filled to whole runs.</summary>
    public void Rows(int rows, int k, Operand a, uint* target, nint stride)
    {
        int wholeK = k / Run * Run, wholeRows = 0;
        if (a.ColumnStride == 1 && wholeK > 0)
        {
            Along(a.Pointer, a.RowStride, rows, wholeK, target, stride);
            wholeRows = rows;
        }
        else if (a.RowStride == 1 && rows >= Lines)
        {
            wholeRows = rows;
            for (var row = 0; row <= rows - Lines; row += Strip)
                TurnedRows(Math.Min(Strip, (rows - row) / Lines * Lines), wholeK, a.From(row, 0), target + (row * stride), stride);
            // The last lines once more where 16 do not divide them.
            if (rows % Lines != 0)
                TurnedRows(Lines, wholeK, a.From(rows - Lines, 0), target + ((rows - Lines) * stride), stride);
        }
        else
        {
            wholeK = 0;
        }
        RestOfRows(0, wholeRows, wholeK, k, a, target, stride);
        RestOfRows(wholeRows, rows, 0, k, a, target, stride);
    }

    /// <summary>target[pair][32] for up to 32 columns of B, zero-filled to the right and to whole runs of k.</summary>
    [SkipLocalsInit]
    public void Panel(int columns, int k, Operand b, uint* target)
    {
        var whole = columns < Width ? 0 : k / Run * Run;
        if (whole > 0 && b.ColumnStride == 1)
            Zipped(b.Pointer, b.RowStride, whole / 2, 2, target, Width);
        else if (whole > 0 && b.RowStride == 1)
            TurnedPanel(whole, b, target);
        else
            whole = 0;
        var edge = stackalloc float[Run * Width];
        for (var p = whole; p < k; p += Run)
        {
            Gather(Math.Min(Run, k - p), columns, b.From(p, 0), edge);
            Zipped(edge, Width, Pairs, 2, target + (p / 2 * Width), Width);
        }
    }

    public void Dispose()
    {
        along.Dispose();
        zipped.Dispose();
    }

    [SkipLocalsInit]
    private void TurnedRows(int rows, int k, Operand a, uint* target, nint stride)
    {
        var pairs = stackalloc uint[Strip * Pairs];
        for (var p = 0; p < k; p += Run)
        {
            Zipped(a.Pointer + (p * a.ColumnStride), a.ColumnStride, Pairs, rows / Lines, pairs, Strip);
            for (var row = 0; row < rows; row += Lines)
                Transposition.Turn(pairs + row, Strip * sizeof(uint), target + (row * stride) + (p / 2), stride);
        }
    }

    [SkipLocalsInit]
    private void TurnedPanel(int k, Operand b, uint* target)
    {
        var pairs = stackalloc uint[Lines * Strip / 2];
        for (var p = 0; p < k; p += Strip)
        {
            var length = Math.Min(Strip, k - p);
            for (var line = 0; line < Width; line += Lines)
            {
                Along(b.Pointer + p + (line * b.ColumnStride), b.ColumnStride, Lines, length, pairs, Strip / 2);
                for (var pair = 0; pair < length / 2; pair += Pairs)
                    Transposition.Turn(pairs + pair, Strip / 2 * sizeof(uint), target + (((p / 2) + pair) * Width) + line, Width);
            }
        }
    }

    [SkipLocalsInit]
    private void RestOfRows(int row, int end, int from, int k, Operand a, uint* target, nint stride)
    {
        var edge = stackalloc float[Run * Width];
        for (; row < end; row += Run)
        {
            for (var p = from; p < k; p += Run)
            {
                var rows = Math.Min(Run, end - row);
                Gather(rows, Math.Min(Run, k - p), a.From(row, p), edge);
                Along(edge, Width, rows, Run, target + (row * stride) + (p / 2), stride);
            }
        }
    }

    private static void Gather(int rows, int columns, Operand source, float* edge)
    {
        new Span<float>(edge, Run * Width).Clear();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                edge[(i * Width) + j] = source.Pointer[(i * source.RowStride) + (j * source.ColumnStride)];
        }
    }

    private void Along(float* source, nint stride, int rows, int length, uint* target, nint targetStride)
        => Call(along, source, stride, rows, length / Run, target, targetStride);

    private void Zipped(float* source, nint stride, int pairs, int chunks, uint* target, nint targetStride)
        => Call(zipped, source, stride, pairs, chunks, target, targetStride);

    private static void Call(ExecutableMemory code, float* source, nint stride, int rows, int chunks, uint* target, nint targetStride)
    {
        var call = new RoundingCall
        {
            Source = source,
            SourceStride = stride * sizeof(float),
            Target = target,
            TargetStride = targetStride * sizeof(uint),
            Rows = rows,
            Chunks = chunks,
        };
        ((delegate* unmanaged<RoundingCall*, void>)code.Address)(&call);
    }

    /// <summary>As <see cref="Panel(int, int, Operand, uint*)"/> for values stored as bf16 in a matrix of <paramref name="stride"/> columns: k along its rows, or down its columns.</summary>
    [SkipLocalsInit]
    public static void StoredPanel(int columns, int k, ushort* b, nint stride, bool alongRows, uint* target)
    {
        var edge = stackalloc ushort[Run * Width];
        for (var p = 0; p < k; p += Run)
        {
            var source = b + (alongRows ? p : p * stride);
            var step = stride;
            if (columns < Width || k - p < Run)
            {
                var (rows, length) = alongRows ? (columns, Math.Min(Run, k - p)) : (Math.Min(Run, k - p), columns);
                new Span<ushort>(edge, Run * Width).Clear();
                for (var i = 0; i < rows; i++)
                    new ReadOnlySpan<ushort>(source + (i * stride), length).CopyTo(new Span<ushort>(edge + (i * Width), length));
                source = edge;
                step = Width;
            }
            var to = target + (p / 2 * Width);
            for (var line = 0; line < Width; line += Lines)
            {
                if (alongRows)
                    Transposition.Turn(source + (line * step), step * sizeof(ushort), to + line, Width);
                for (var pair = 0; pair < Pairs && !alongRows; pair++)
                    (Widened(source + (2 * pair * step) + line) | (Widened(source + (((2 * pair) + 1) * step) + line) << 16)).Store(to + (pair * Width) + line);
            }
        }
    }

    private static Vector512<uint> Widened(ushort* source)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(source));
        return Vector512.Create(low, high);
    }
}
