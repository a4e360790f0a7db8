using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>
/// 32 values: one power of two (E8M0), 16 bytes of 4-bit floats (E2M1: sign, then 0, 0.5, 1, 1.5, 2, 3, 4, 6), value i in the low and value
/// i + 16 in the high half (OCP Microscaling Formats v1.0).
/// </summary>
internal static class MXFP4Row
{
    private const int Values = 32, Bytes = 17, Codes = 1, ExponentBias = 127;

    /// <summary>Twice the value of each code; halved again by <see cref="HalfScale"/>.</summary>
    public static Vector128<sbyte> Doubled => Vector128.Create(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

    /// <summary>Half the power of two a block shares: 2^(exponent - 128), subnormal for the two lowest.</summary>
    public static float HalfScale(byte exponent)
        => BitConverter.UInt32BitsToSingle(exponent < 2 ? 0x200000u << exponent : (exponent - 1u) << 23);

    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var scale = Vector512.Create(HalfScale(row[0]));
            var codes = Vector128.Create(row[Codes..]);
            (BlockLanes.ToSingle(Vector128.Shuffle(Doubled, (codes & Vector128.Create((byte)15)).AsSByte())) * scale).CopyTo(values);
            (BlockLanes.ToSingle(Vector128.Shuffle(Doubled, (codes >>> 4).AsSByte())) * scale).CopyTo(values[BlockLanes.Lanes..]);
        }
    }

    // The standard takes the power under the largest value, which cuts off what lies above 6 of it; the power above is taken where it loses less.
    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        Span<byte> lower = stackalloc byte[Values], upper = stackalloc byte[Values];
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var block = values[..Values];
            var largest = GridFit.Largest(block);
            var exponent = largest == 0f ? 0 : Math.Clamp(Math.ILogB(largest) - 2 + ExponentBias, 0, 253);
            var better = Code(block, (byte)exponent, lower) <= Code(block, (byte)(exponent + 1), upper);
            var codes = better ? lower : upper;
            row[0] = (byte)(better ? exponent : exponent + 1);
            for (var i = 0; i < Values / 2; i++)
                row[Codes + i] = (byte)(codes[i] | (codes[i + (Values / 2)] << 4));
        }
    }

    // Returns the sum of squared errors.
    private static double Code(ReadOnlySpan<float> values, byte exponent, Span<byte> codes)
    {
        var scale = HalfScale(exponent);
        var error = 0.0;
        for (var i = 0; i < Values; i++)
        {
            var code = Nearest(Math.Abs((double)values[i]) / scale);
            codes[i] = (byte)(code == 0 || values[i] >= 0 ? code : code + 8);
            // In single precision: a value past the largest float must count as infinitely wrong.
            var miss = (double)values[i] - (Doubled[codes[i]] * scale);
            error += miss * miss;
        }
        return error;
    }

    private static int Nearest(double doubled)
    {
        var code = 0;
        while (code < 7 && doubled > (Doubled[code] + Doubled[code + 1]) / 2.0)
            code++;
        return code;
    }
}
