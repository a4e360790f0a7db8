using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>As Q4_K with 32 bytes of fifth bits before the codes: bit i of byte j belongs to value j of sub-block i.</summary>
internal static class Q5_KRow
{
    private const int Values = 256, Bytes = 176, High = PairedScales.HeaderBytes, Codes = High + 32, Half = PairedScales.Values;

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
        for (var j = 0; j < Half; j += BlockLanes.Lanes)
            ((factor * BlockLanes.ToSingle(CodesAt(block, run, j))) - minimum).CopyTo(values[j..]);
    }

    private static Vector128<byte> CodesAt(ReadOnlySpan<byte> block, int subBlock, int j)
    {
        var pair = Vector128.Create(block[(Codes + (subBlock / 2 * Half) + j)..]);
        var low = subBlock % 2 == 0 ? pair & Vector128.Create((byte)15) : pair >>> 4;
        var fifth = Vector128.Create(block[(High + j)..]) & Vector128.Create((byte)(1 << subBlock));
        return low | (~Vector128.Equals(fifth, Vector128<byte>.Zero) & Vector128.Create((byte)16));
    }

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        Span<byte> codes = stackalloc byte[Values];
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            PairedScales.Encode(values[..Values], most: 31, firstStep: -0.5f, steps: 15, row, codes);
            row[High..Bytes].Clear();
            for (var i = 0; i < Values; i++)
            {
                var subBlock = i / Half;
                row[High + (i % Half)] |= (byte)(codes[i] >> 4 << subBlock);
                row[Codes + (subBlock / 2 * Half) + (i % Half)] |= (byte)((codes[i] & 15) << (subBlock % 2 * 4));
            }
        }
    }
}
