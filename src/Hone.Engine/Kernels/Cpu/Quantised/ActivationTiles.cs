using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Kernels.Cpu.Quantised;

/// <summary>
/// Rows of x rounded to int8, 32 values a scale, and laid out as the panel kernels read them: tiles of at most <see cref="Height"/> rows, in a
/// tile block after block of 32 values, in a block twelve lines of one dword a row: eight of four codes, the scale, two sums of 16 codes (times
/// what the format's codes are too large by) and scale * sum of all 32, for the minima.
/// </summary>
internal sealed unsafe class ActivationTiles : IDisposable
{
    public const int Height = 12, Values = 32, Lines = 12;
    public const int ScaleLine = 8, StartLine = 9, SumLine = 11;
    private NativeBlock block = new(0);
    private int rows;
    private int columns;

    public int Count => (rows + Height - 1) / Height;

    /// <summary>Rows of tile <paramref name="tile"/>.</summary>
    public int RowsOf(int tile) => Math.Min(Height, rows - (tile * Height));

    public uint* Tile(int tile) => (uint*)block.Pointer + ((long)tile * Height * (columns / Values) * Lines);

    public void Fill(Tensor x_NI, PanelFormat format, WorkerPool pool)
    {
        (rows, columns) = (x_NI.Rows, x_NI.Columns);
        var needed = (long)rows * (columns / Values) * Lines;
        if (block.Length < needed)
        {
            block.Dispose();
            block = new NativeBlock(needed);
        }
        var (source, stride) = ((nint)x_NI.Pointer, x_NI.Stride);
        var offset = format.Offset;
        var halves = format.ScaleValues == 16;
        pool.Run(Count, (tile, _) =>
        {
            var x = (float*)source + ((long)tile * Height * stride);
            var (target, height) = ((nint)Tile(tile), RowsOf(tile));
            // Block by block: the lines of a block are written once, by all its rows, while they are in the cache.
            for (var k = 0; k < columns; k += Values, target += Lines * height * sizeof(uint))
            {
                for (var m = 0; m < height; m++)
                    Quantise(x + ((long)m * stride) + k, (uint*)target + m, height, offset, halves);
            }
        });
    }

    public void Dispose() => block.Dispose();

    private static void Quantise(float* x, uint* target, int height, int offset, bool halves)
    {
        Vector512<float> first = Vector512.Load(x), second = Vector512.Load(x + BlockLanes.Lanes);
        var (scale, inverse) = Scale(first, second);
        Vector128<sbyte> low = Codes(first, inverse), high = Codes(second, inverse);
        Store(low.AsUInt32(), target, height);
        Store(high.AsUInt32(), target + (4 * height), height);
        int sum = Sum(low), sum2 = Sum(high);
        target[ScaleLine * height] = BitConverter.SingleToUInt32Bits(scale);
        target[StartLine * height] = (uint)(-offset * (halves ? sum : sum + sum2));
        target[(StartLine + 1) * height] = (uint)(-offset * sum2);
        target[SumLine * height] = BitConverter.SingleToUInt32Bits(scale * (sum + sum2));
    }

    // The bits of |x| are in the order of |x|, with infinity above all numbers and NaN above it: a scale of NaN makes the result NaN, as it must be.
    private static (float Scale, float Inverse) Scale(Vector512<float> first, Vector512<float> second)
    {
        var magnitude = Vector512.Create(int.MaxValue);
        var bits = Vector512.Max(first.AsInt32() & magnitude, second.AsInt32() & magnitude);
        var half = Vector256.Max(bits.GetLower(), bits.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(1, 0, 3, 2)));
        var largest = BitConverter.Int32BitsToSingle(quarter.ToScalar());
        if (!float.IsFinite(largest))
            return (float.NaN, 0f);
        var scale = largest / 127f;
        var inverse = BlockLanes.Inverse(scale);
        return (inverse == 0f ? 0f : scale, inverse);
    }

    // No value is past 127: the largest is 127 scales, give or take a rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Codes(Vector512<float> values, float inverse)
    {
        var scaled = values * Vector512.Create(inverse);
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector128SByte(Avx512F.ConvertToVector512Int32(scaled));
        var whole = Vector512.ConvertToInt32(Vector512.Round(scaled));
        var words = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sum(Vector128<sbyte> codes)
    {
        if (!Sse2.IsSupported)
            return Vector128.Sum(Vector128.WidenLower(codes)) + Vector128.Sum(Vector128.WidenUpper(codes));
        // Made unsigned for the instruction that adds bytes.
        var sums = Sse2.SumAbsoluteDifferences((codes ^ Vector128.Create(sbyte.MinValue)).AsByte(), Vector128<byte>.Zero);
        return sums[0] + sums[4] - (16 * 128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<uint> codes, uint* target, int height)
    {
        target[0] = codes[0];
        target[height] = codes[1];
        target[2 * height] = codes[2];
        target[3 * height] = codes[3];
    }
}
