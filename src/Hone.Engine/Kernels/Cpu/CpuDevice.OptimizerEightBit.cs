using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hone.Engine.Tensors;

namespace Hone.Engine.Kernels.Cpu;

internal sealed unsafe partial class CpuDevice
{
    private const int BlocksPerPiece = ValuesPerPiece / EightBitMoments.Block;

    public override void AdamW8(Tensor values, Tensor gradients, EightBitMoments moments, AdamWStep step)
    {
        var (firstCodes, secondCodes) = ((nint)moments.First.Pointer, (nint)moments.Second.Pointer);
        float* value = values.Pointer, gradient = gradients.Pointer, firstLargest = moments.FirstLargest.Pointer, secondLargest = moments.SecondLargest.Pointer;
        var length = values.Length;
        var blocks = moments.FirstLargest.Columns;
        pool.Run((blocks + BlocksPerPiece - 1) / BlocksPerPiece, (piece, _) =>
        {
            float* m = stackalloc float[EightBitMoments.Block], v = stackalloc float[EightBitMoments.Block];
            for (var block = piece * BlocksPerPiece; block < Math.Min(blocks, (piece + 1) * BlocksPerPiece); block++)
            {
                var start = (long)block * EightBitMoments.Block;
                var count = (int)Math.Min(EightBitMoments.Block, length - start);
                byte* first = (byte*)firstCodes + start, second = (byte*)secondCodes + start;
                Decode(DynamicCodes.Signed, first, firstLargest[block], m, count);
                Decode(DynamicCodes.Unsigned, second, secondLargest[block], v, count);
                Update(value + start, gradient + start, m, v, count, step);
                firstLargest[block] = Encode(DynamicCodes.Signed, m, first, count);
                secondLargest[block] = Encode(DynamicCodes.Unsigned, v, second, count);
                KeepAboveZero(v, second, count);
            }
        });
        GC.KeepAlive(moments);
    }

    private static void Decode(DynamicCodes book, byte* codes, float largest, float* values, int count)
    {
        fixed (float* code = book.Values)
        {
            for (var i = 0; i < count; i++)
                values[i] = code[codes[i]] * largest;
        }
    }

    /// <summary>Codes of one block; returns its largest magnitude.</summary>
    private static float Encode(DynamicCodes book, float* values, byte* codes, int count)
    {
        var largest = Largest(values, count);
        var divisor = largest > 0 ? largest : 1f;
        for (var i = 0; i < count; i++)
            codes[i] = book.Nearest(values[i] / divisor);
        return largest;
    }

    // A mean square rounded to 0 beside a mean that was not would make a step of any length: it takes the smallest code above 0 instead.
    private static void KeepAboveZero(float* squares, byte* codes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (squares[i] > 0 && codes[i] == 0)
                codes[i] = 1;
        }
    }

    private static float Largest(float* values, int count)
    {
        Vector512<float> most = default;
        var i = 0;
        for (; i <= count - RowMath.Lanes; i += RowMath.Lanes)
            most = Vector512.Max(most, Vector512.Abs(Vector512.Load(values + i)));
        var largest = 0f;
        for (var lane = 0; lane < RowMath.Lanes; lane++)
            largest = Math.Max(largest, most[lane]);
        for (; i < count; i++)
            largest = Math.Max(largest, Math.Abs(values[i]));
        return largest;
    }
}
