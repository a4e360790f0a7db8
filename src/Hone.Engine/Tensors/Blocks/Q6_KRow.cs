using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>
/// 256 values: 128 bytes of low four bits, 64 bytes of high two bits, 16 int8 scales s (one for 16 values), f16 d; the value is (d s)(q - 32).
/// Each half of the block holds four runs of 32: runs 0 and 1 in the low halves of its 64 low bytes, 2 and 3 in the high halves; the high
/// two bits of run r are bits 2r and 2r + 1 of its 32 high bytes.
/// </summary>
internal static class Q6_KRow
{
    private const int Values = 256, Bytes = 210, High = 128, Scales = 192, At = 208, Sub = 16, Middle = 32;

    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            for (var run = 0; run < Values / 32; run++)
                DecodeRun(row, run, values[(run * 32)..]);
        }
    }

    /// <summary>32 values, two scales.</summary>
    public static void DecodeRun(ReadOnlySpan<byte> block, int run, Span<float> values)
    {
        var middle = Vector512.Create((float)Middle);
        var scale = BlockLanes.ReadHalf(block[At..]);
        for (var i = 0; i < 32; i += Sub)
        {
            var first = (run * 32) + i;
            (Vector512.Create(scale * (sbyte)block[Scales + (first / Sub)]) * (BlockLanes.ToSingle(CodesAt(block, first)) - middle)).CopyTo(values[i..]);
        }
    }

    private static Vector128<byte> CodesAt(ReadOnlySpan<byte> block, int first)
    {
        var (half, run, offset) = Place(first);
        var low = Vector128.Create(block[((half * 64) + (run % 2 * 32) + offset)..]);
        var high = Vector128.Create(block[(High + (half * 32) + offset)..]) >>> (2 * run);
        return (run < 2 ? low & Vector128.Create((byte)15) : low >>> 4) | ((high & Vector128.Create((byte)3)) << 4);
    }

    private static (int Half, int Run, int Offset) Place(int i) => (i / 128, i % 128 / 32, i % 32);

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        Span<float> scales = stackalloc float[Values / Sub];
        Span<byte> codes = stackalloc byte[Values];
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            for (var i = 0; i < scales.Length; i++)
                scales[i] = GridFit.Symmetric(values.Slice(i * Sub, Sub), Middle);
            // The largest scale gets -128, one step farther than 127.
            var scale = BlockLanes.WriteHalf(GridFit.Farthest(scales) / -128f, row[At..]);
            for (var i = 0; i < scales.Length; i++)
            {
                var s = (int)Math.Clamp(MathF.Round(scales[i] * BlockLanes.Inverse(scale)), -128f, 127f);
                row[Scales + i] = (byte)s;
                var inverse = Vector512.Create(BlockLanes.Inverse(scale * s));
                BlockLanes.Store(BlockLanes.Nearest(BlockLanes.Load(values[(i * Sub)..]) * inverse, -Middle, Middle - 1) + Vector512.Create((float)Middle), codes[(i * Sub)..]);
            }
            Pack(codes, row);
        }
    }

    private static void Pack(ReadOnlySpan<byte> codes, Span<byte> block)
    {
        block[..Scales].Clear();
        for (var i = 0; i < Values; i++)
        {
            var (half, run, offset) = Place(i);
            block[(half * 64) + (run % 2 * 32) + offset] |= (byte)((codes[i] & 15) << (run / 2 * 4));
            block[High + (half * 32) + offset] |= (byte)(codes[i] >> 4 << (2 * run));
        }
    }
}
