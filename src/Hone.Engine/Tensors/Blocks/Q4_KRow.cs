using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>Super-blocks of 256 values (<see cref="PairedScales"/>), then 4 times 32 bytes: the low halves one sub-block, the high halves the next.</summary>
internal static class Q4_KRow
{
    private const int Values = 256, Bytes = 144, Codes = PairedScales.HeaderBytes, Half = PairedScales.Values;

    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            for (var i = 0; i < PairedScales.SubBlocks; i++)
                DecodeRun(row, i, values[(i * Half)..]);
        }
    }

    /// <summary>One sub-block.</summary>
    public static void DecodeRun(ReadOnlySpan<byte> block, int run, Span<float> values)
    {
        var (s, m) = PairedScales.Read(block, run);
        Vector512<float> factor = Vector512.Create(BlockLanes.ReadHalf(block) * s), minimum = Vector512.Create(BlockLanes.ReadHalf(block[2..]) * m);
        var codes = block[(Codes + (run / 2 * Half))..];
        for (var j = 0; j < Half; j += BlockLanes.Lanes)
        {
            var pair = Vector128.Create(codes[j..]);
            var code = run % 2 == 0 ? pair & Vector128.Create((byte)15) : pair >>> 4;
            ((factor * BlockLanes.ToSingle(code)) - minimum).CopyTo(values[j..]);
        }
    }

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        Span<byte> codes = stackalloc byte[Values];
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            PairedScales.Encode(values[..Values], most: 15, firstStep: -1f, steps: 20, row, codes);
            for (var i = 0; i < Values / 2; i++)
            {
                var first = (i / Half * 2 * Half) + (i % Half);
                row[Codes + i] = (byte)(codes[first] | (codes[first + Half] << 4));
            }
        }
    }
}
