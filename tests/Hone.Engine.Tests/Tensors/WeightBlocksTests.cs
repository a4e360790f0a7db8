using Hone.Core.Statistics;
using Hone.Engine.Tensors;
using Hone.Engine.Tensors.Blocks;

namespace Hone.Engine.Tests.Tensors;

public sealed class WeightBlocksTests
{
    public static TheoryData<WeightFormat> Formats => [.. Enum.GetValues<WeightFormat>()];

    public static TheoryData<WeightFormat> Blocked => [.. Enum.GetValues<WeightFormat>().Where(format => format.BlockValues() > 1)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_RandomBytes_EqualsTheDefinitionToTheBit(WeightFormat format)
    {
        var chance = new Xoshiro256(1);
        for (var round = 0; round < 60; round++)
        {
            var values = new float[format.BlockValues() * (1 + chance.Next(40))];
            var row = new byte[format.RowBytes(values.Length)];
            foreach (ref var part in row.AsSpan())
                part = (byte)chance.Next(256);

            WeightBlocks.Decode(format, row, values);

            for (var i = 0; i < values.Length; i++)
                Assert.Equal(BlockOracle.Value(format, row, i), values[i]);
        }
    }

    [Fact]
    public void Decode_EveryHalf_IsTheSameNumber()
    {
        var row = Enumerable.Range(0, 65536).SelectMany(bits => BitConverter.GetBytes((ushort)bits)).ToArray();
        var values = new float[65536];

        WeightBlocks.Decode(WeightFormat.F16, row, values);

        for (var bits = 0; bits < values.Length; bits++)
        {
            var expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.True(float.IsNaN(expected) ? float.IsNaN(values[bits]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(values[bits]), $"{bits:x4}");
        }
    }

    // Scale 0.5 (0x3800); codes 1, -2 and 127.
    [Fact]
    public void Q8_0_BlockByHand_BothWays()
    {
        var block = new byte[34];
        (block[0], block[1], block[2], block[3], block[33]) = (0x00, 0x38, 1, 0xFE, 127);
        var values = new float[32];
        (values[0], values[1], values[31]) = (0.5f, -1f, 63.5f);

        AssertBothWays(WeightFormat.Q8_0, block, values);
    }

    // Scale 0.25 (0x3400): 8 is zero; code 0 is -2, 15 is 1.75. Value 0 and value 16 share the first byte.
    [Fact]
    public void Q4_0_BlockByHand_BothWays()
    {
        var block = Enumerable.Repeat((byte)0x88, 18).ToArray();
        (block[0], block[1], block[2], block[17]) = (0x00, 0x34, 0xF0, 0x89);
        var values = new float[32];
        (values[0], values[16], values[15]) = (-2f, 1.75f, 0.25f);

        AssertBothWays(WeightFormat.Q4_0, block, values);
    }

    // Exponent 128: twos. Code 7 is 6 (12 in twos), 9 is minus a half (-1).
    [Fact]
    public void MXFP4_BlockByHand_BothWays()
    {
        var block = new byte[17];
        (block[0], block[1], block[16]) = (128, 0x97, 0x20);
        var values = new float[32];
        (values[0], values[16], values[31]) = (12f, -1f, 2f);

        AssertBothWays(WeightFormat.MXFP4, block, values);
    }

    // d = 1, dmin = 2. Sub-block 0: scale 3, minimum 1; sub-block 5: scale 33 (low 1, high 2), minimum 18 (low 2, high 1).
    [Theory]
    [InlineData(WeightFormat.Q4_K, 16, 7)]
    [InlineData(WeightFormat.Q5_K, 48, 23)]
    public void PairedScales_BlockByHand_Decodes(WeightFormat format, int codes, int wide)
    {
        var block = new byte[format.BlockBytes()];
        (block[1], block[3]) = (0x3C, 0x40);
        (block[4], block[8]) = (3, 1);
        block[4 + 8 + 1] = 1 | (2 << 4);
        block[4 + 1] = 2 << 6;
        block[4 + 5] = 1 << 6;
        block[codes] = 0x05;                   // sub-block 0, value 0: 5
        block[codes + (2 * 32) + 31] = 0x70;   // sub-block 5, value 31: 7
        if (format == WeightFormat.Q5_K)
            block[16 + 31] = 1 << 5;           // and 16 more
        var values = new float[256];

        WeightBlocks.Decode(format, block, values);

        Assert.Equal([(3f * 5) - 2, -2f], values[..2]);
        Assert.Equal([-36f, (33f * wide) - 36], values[(5 * 32 + 30)..(6 * 32)]);
        Assert.Equal(0f, values[255]);
    }

    // d = 0.5; sub-block 7 (values 112..127, run 3 of the first half): scale -3. Value 112: low 9 in a high half, high bits 3: 57 - 32.
    [Fact]
    public void Q6_K_BlockByHand_Decodes()
    {
        var block = new byte[210];
        block[209] = 0x38;
        block[192 + 7] = unchecked((byte)-3);
        block[32 + 16] = 9 << 4;
        block[128 + 16] = 3 << 6;
        var values = new float[256];

        WeightBlocks.Decode(WeightFormat.Q6_K, block, values);

        Assert.Equal([0f, 0.5f * -3 * 25, 0.5f * -3 * -32], values[111..114]);
    }

    // Root mean square of what is lost, over that of the values: what llama.cpp's own encoders lose on the same numbers, and a hair.
    [Theory]
    [InlineData(WeightFormat.F16, 0.0003)]
    [InlineData(WeightFormat.BF16, 0.0017)]
    [InlineData(WeightFormat.Q8_0, 0.0054)]
    [InlineData(WeightFormat.Q4_0, 0.0863)]
    [InlineData(WeightFormat.Q4_K, 0.0716)]
    [InlineData(WeightFormat.Q5_K, 0.0363)]
    [InlineData(WeightFormat.Q6_K, 0.0179)]
    [InlineData(WeightFormat.MXFP4, 0.1145)]
    public void Encode_NormalValues_LosesNoMoreThanTheFormatMust(WeightFormat format, double bound)
    {
        var values = Normal(1 << 16, 0.02f);

        var kept = RoundTrip(format, values);

        Assert.InRange(Math.Sqrt(values.Zip(kept, (a, b) => (double)(a - b) * (a - b)).Sum() / values.Sum(v => (double)v * v)), bound / 10, bound);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_Zeros_StayZeros(WeightFormat format)
        => Assert.All(RoundTrip(format, new float[512]), value => Assert.Equal(0f, value));

    [Theory]
    [MemberData(nameof(Blocked))]
    public void Encode_ExtremeValues_StayFiniteAndOnTheirSide(WeightFormat format)
    {
        foreach (var size in (float[])[float.Epsilon, 1e-38f, 1e-20f, 1e-7f, 60000f, 1e10f, float.MaxValue])
        {
            var values = Normal(512, 1f).Select(v => float.Clamp(v, -1f, 1f) * size).ToArray();

            Assert.All(RoundTrip(format, values).Zip(values), pair =>
            {
                Assert.True(float.IsFinite(pair.First));
                Assert.True(Math.Abs(pair.First) <= 1.2 * size);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Blocked))]
    public void Encode_ConstantRows_KeepTheirValue(WeightFormat format)
    {
        foreach (var value in (float[])[-3f, 0.375f, 6f])
            Assert.All(RoundTrip(format, [.. Enumerable.Repeat(value, 256)]), kept => Assert.Equal(value, kept, Math.Abs(value) * 0.01));
    }

    [Theory]
    [MemberData(nameof(Blocked))]
    public void Encode_NotFinite_IsRefusedWithItsPlace(WeightFormat format)
    {
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var values = new float[256];
            values[77] = value;

            var refused = Assert.Throws<ArgumentException>(() => WeightBlocks.Encode(format, values, new byte[format.RowBytes(256)]));

            Assert.Contains("value 77 ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F16)]
    [InlineData(WeightFormat.BF16)]
    public void Encode_NotFiniteInHalfFormats_StaysWhatItIs(WeightFormat format)
        => Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f], RoundTrip(format, [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f]));

    [Theory]
    [MemberData(nameof(Formats))]
    public void DecodePart_AnywhereInARow_IsThatPartOfTheRow(WeightFormat format)
    {
        var row = new byte[format.RowBytes(768)];
        WeightBlocks.Encode(format, Normal(768, 1f), row);
        var whole = new float[768];
        WeightBlocks.Decode(format, row, whole);
        foreach (var (first, count) in ((int, int)[])[(0, 768), (32, 32), (224, 64), (256, 256), (704, 64), (96, 512)])
        {
            var part = new float[count];

            WeightBlocks.DecodePart(format, row, first, part);

            Assert.Equal(whole[first..(first + count)], part);
        }
    }

    [Fact]
    public void RowOfTheWrongLength_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => WeightBlocks.Decode(WeightFormat.Q8_0, new byte[33], new float[32]));
        Assert.Throws<ArgumentException>(() => WeightBlocks.Encode(WeightFormat.Q4_K, new float[255], new byte[144]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_Matrix_IsEveryRowEncoded(WeightFormat format)
    {
        using var source = new Tensor(37, 512);
        Normal(37 * 512, 0.1f).CopyTo(source.Span);

        var converted = source.AsWeights().Convert(format);

        using var owner = converted.Owner;
        for (var row = 0; row < source.Rows; row++)
        {
            var expected = new byte[format.RowBytes(512)];
            WeightBlocks.Encode(format, source.Row(row), expected);
            Assert.True(converted.Row(row).SequenceEqual(expected));
        }
    }

    private static void AssertBothWays(WeightFormat format, byte[] block, float[] values)
    {
        var decoded = new float[values.Length];
        var encoded = new byte[block.Length];
        WeightBlocks.Decode(format, block, decoded);
        WeightBlocks.Encode(format, values, encoded);
        Assert.Equal(values, decoded);
        Assert.Equal(block, encoded);
    }

    private static float[] RoundTrip(WeightFormat format, float[] values)
    {
        var row = new byte[format.RowBytes(values.Length)];
        var kept = new float[values.Length];
        WeightBlocks.Encode(format, values, row);
        WeightBlocks.Decode(format, row, kept);
        return kept;
    }

    private static float[] Normal(int count, float deviation)
    {
        var chance = new Xoshiro256(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble())))];
    }
}
