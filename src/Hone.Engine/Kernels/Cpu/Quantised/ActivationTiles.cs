using System.Runtime.Intrinsics;
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

    public void Quantise(Tensor x_NI, PanelFormat format, WorkerPool pool)
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
            for (var m = 0; m < RowsOf(tile); m++)
                QuantiseRow((float*)source + ((((long)tile * Height) + m) * stride), Tile(tile) + m, RowsOf(tile), offset, halves);
        });
    }

    public void Dispose() => block.Dispose();

    private void QuantiseRow(float* x, uint* target, int height, int offset, bool halves)
    {
        for (var k = 0; k < columns; k += Values, target += Lines * height)
        {
            Vector512<float> first = Vector512.Load(x + k), second = Vector512.Load(x + k + BlockLanes.Lanes);
            // x - x is NaN where x is not finite: such a scale makes the result NaN, as it must be.
            var unsound = Vector512.Sum((first - first) + (second - second));
            var largest = Largest(Vector512.Max(Vector512.Abs(first), Vector512.Abs(second)));
            var inverse = BlockLanes.Inverse(largest / 127f);
            var scale = (inverse == 0f ? 0f : largest / 127f) + unsound;
            Vector512<int> low = Codes(first, inverse), high = Codes(second, inverse);
            Store(low, target, height);
            Store(high, target + (4 * height), height);
            int sum = Vector512.Sum(low), sum2 = Vector512.Sum(high);
            target[ScaleLine * height] = BitConverter.SingleToUInt32Bits(scale);
            target[StartLine * height] = (uint)(-offset * (halves ? sum : sum + sum2));
            target[(StartLine + 1) * height] = (uint)(-offset * sum2);
            target[SumLine * height] = BitConverter.SingleToUInt32Bits(scale * (sum + sum2));
        }
    }

    private static Vector512<int> Codes(Vector512<float> values, float inverse)
        => Vector512.ConvertToInt32(BlockLanes.Nearest(values * Vector512.Create(inverse), -127f, 127f));

    private static float Largest(Vector512<float> values)
    {
        var half = Vector256.Max(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    private static void Store(Vector512<int> codes, uint* target, int height)
    {
        var words = Vector256.Narrow(codes.GetLower(), codes.GetUpper());
        var bytes = Vector128.Narrow(words.GetLower(), words.GetUpper()).AsUInt32();
        for (var i = 0; i < 4; i++)
            target[i * height] = bytes[i];
    }
}
