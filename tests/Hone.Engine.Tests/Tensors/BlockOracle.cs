using Hone.Engine.Tensors;

namespace Hone.Engine.Tests.Tensors;

/// <summary>Value i of a row, straight from the words that define each format, one value at a time.</summary>
internal static class BlockOracle
{
    private static readonly float[] E2M1 = [0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f];

    public static float Value(WeightFormat format, ReadOnlySpan<byte> row, int index)
    {
        var block = row.Slice(index / format.BlockValues() * format.BlockBytes(), format.BlockBytes());
        var i = index % format.BlockValues();
        return format switch
        {
            WeightFormat.F32 => BitConverter.ToSingle(block),
            WeightFormat.F16 => Half(block),
            WeightFormat.BF16 => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(block) << 16),
            WeightFormat.Q8_0 => (sbyte)block[2 + i] * Half(block),
            WeightFormat.Q4_0 => (Nibble(block[2..], i, 16) - 8) * Half(block),
            WeightFormat.Q4_K => Paired(block, i, Nibble(block.Slice(16 + (i / 64 * 32), 32), i % 64, 32)),
            WeightFormat.Q5_K => Paired(block, i, Nibble(block.Slice(48 + (i / 64 * 32), 32), i % 64, 32) + (((block[16 + (i % 32)] >> (i / 32)) & 1) * 16)),
            WeightFormat.Q6_K => Half(block[208..]) * (sbyte)block[192 + (i / 16)] * (SixBits(block, i) - 32),
            WeightFormat.MXFP4 => Sign(Nibble(block[1..], i, 16)) * (float)(E2M1[Nibble(block[1..], i, 16) & 7] * Math.Pow(2, block[0] - 127)),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BitConverter.ToHalf(bytes);

    private static int Sign(int code) => code >= 8 ? -1 : 1;

    // The low halves of some bytes hold the first values, the high halves the rest.
    private static int Nibble(ReadOnlySpan<byte> bytes, int i, int count) => i < count ? bytes[i] & 15 : bytes[i - count] >> 4;

    private static float Paired(ReadOnlySpan<byte> block, int i, int code)
    {
        var s = block[4..16];
        var j = i / 32;
        var scale = j < 4 ? s[j] % 64 : (s[j + 4] % 16) + (s[j - 4] / 64 * 16);
        var minimum = j < 4 ? s[j + 4] % 64 : (s[j + 4] / 16) + (s[j] / 64 * 16);
        return (Half(block) * scale * code) - (Half(block[2..]) * minimum);
    }

    private static int SixBits(ReadOnlySpan<byte> block, int i)
    {
        int half = i / 128, place = i % 128;
        var low = Nibble(block.Slice(half * 64, 64), place, 64);
        var high = (block[128 + (half * 32) + (place % 32)] >> (2 * (place / 32))) & 3;
        return low + (16 * high);
    }
}
