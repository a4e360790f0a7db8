namespace Hone.Engine.Tensors.Blocks;

/// <summary>
/// What Q4_K and Q5_K have in common: 256 values in 8 sub-blocks of 32; f16 d and dmin, then 12 bytes of eight 6-bit scales s and minima m.
/// The value of code q is (d s) q - (dmin m). Sub-blocks 0-3 have s and m in the low bits of bytes 0-3 and 4-7; of sub-blocks 4-7 the low
/// four bits share bytes 8-11, the high two lie above those of the first four.
/// </summary>
internal static class PairedScales
{
    public const int SubBlocks = 8, Values = 32, HeaderBytes = 16;
    private const int At = 4, Most = 63;

    public static (int Scale, int Minimum) Read(ReadOnlySpan<byte> block, int index)
    {
        var bytes = block[At..];
        return index < 4
            ? (bytes[index] & 63, bytes[index + 4] & 63)
            : ((bytes[index + 4] & 15) | (bytes[index - 4] >> 6 << 4), (bytes[index + 4] >> 4) | (bytes[index] >> 6 << 4));
    }

    /// <summary>Fits a super-block, writes its header and codes it: one byte a value.</summary>
    public static void Encode(ReadOnlySpan<float> values, int most, float firstStep, int steps, Span<byte> header, Span<byte> codes)
    {
        Span<float> scales = stackalloc float[SubBlocks], minima = stackalloc float[SubBlocks];
        for (var i = 0; i < SubBlocks; i++)
        {
            (scales[i], var minimum) = GridFit.WithMinimum(values.Slice(i * Values, Values), most, firstStep, steps);
            minima[i] = -minimum;
        }
        header[..HeaderBytes].Clear();
        float scale = WriteUnit(scales, header), unit = WriteUnit(minima, header[2..]);
        for (var i = 0; i < SubBlocks; i++)
        {
            var (s, m) = (Units(scales[i], scale), Units(minima[i], unit));
            Write(header, i, s, m);
            Code(values.Slice(i * Values, Values), scale * s, unit * m, most, codes.Slice(i * Values, Values));
        }
    }

    private static float WriteUnit(ReadOnlySpan<float> sizes, Span<byte> target) => BlockLanes.WriteHalf(Math.Max(0f, GridFit.Farthest(sizes)) / Most, target);

    private static int Units(float size, float unit) => (int)Math.Clamp(MathF.Round(size * BlockLanes.Inverse(unit)), 0f, Most);

    private static void Write(Span<byte> header, int index, int scale, int minimum)
    {
        var bytes = header[At..];
        if (index < 4)
        {
            bytes[index] |= (byte)scale;
            bytes[index + 4] |= (byte)minimum;
            return;
        }
        bytes[index + 4] = (byte)((scale & 15) | ((minimum & 15) << 4));
        bytes[index - 4] |= (byte)(scale >> 4 << 6);
        bytes[index] |= (byte)(minimum >> 4 << 6);
    }

    private static void Code(ReadOnlySpan<float> values, float scale, float minimum, int most, Span<byte> codes)
    {
        var inverse = System.Runtime.Intrinsics.Vector512.Create(BlockLanes.Inverse(scale));
        var shift = System.Runtime.Intrinsics.Vector512.Create(minimum);
        for (var i = 0; i < Values; i += BlockLanes.Lanes)
            BlockLanes.Store(BlockLanes.Nearest((BlockLanes.Load(values[i..]) + shift) * inverse, 0f, most), codes[i..]);
    }
}
