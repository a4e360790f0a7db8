using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>
/// Q5_0, which llama.cpp falls back to where rows do not fit a k-quant: 32 values, f16 scale, 32 fifth bits, 16 bytes of nibbles (value i low,
/// i + 16 high), 16 in the middle. Its values are whole multiples of the scale and small: Q8_0 holds them exactly.
/// </summary>
internal static unsafe class Q5_0Rows
{
    private const int Values = 32, Bytes = 22, Q8Bytes = 34;

    public static WeightMatrix ToQ8_0(byte* source, int rows, int columns)
    {
        var matrix = WeightMatrix.Allocate(rows, columns, WeightFormat.Q8_0);
        var blocks = (long)rows * columns / Values;
        for (long block = 0; block < blocks; block++)
            Convert(source + (block * Bytes), matrix.Pointer + (block * Q8Bytes));
        return matrix;
    }

    private static void Convert(byte* from, byte* to)
    {
        (to[0], to[1]) = (from[0], from[1]);
        var fifth = (uint)(from[2] | (from[3] << 8) | (from[4] << 16) | (from[5] << 24));
        for (var i = 0; i < Values / 2; i++)
        {
            to[2 + i] = (byte)(sbyte)(((from[6 + i] & 15) | (int)((fifth >> i & 1) << 4)) - 16);
            to[2 + i + (Values / 2)] = (byte)(sbyte)(((from[6 + i] >> 4) | (int)((fifth >> (i + (Values / 2)) & 1) << 4)) - 16);
        }
    }
}
