namespace Hone.Engine.Tensors;

/// <summary>
/// How the values of a weight matrix lie in memory. The block formats are those of GGUF, bit for bit
/// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, ggml-common.h): a mapped file needs no conversion.
/// </summary>
public enum WeightFormat
{
    F32,
    F16,
    BF16,

    /// <summary>32 values: f16 scale, 32 int8. 8.5 bits a value.</summary>
    Q8_0,

    /// <summary>32 values: f16 scale, 32 unsigned 4-bit with 8 in the middle. 4.5 bits a value.</summary>
    Q4_0,

    /// <summary>256 values: f16 scale and minimum, 8 pairs of 6-bit scale and minimum, 256 4-bit. 4.5 bits a value.</summary>
    Q4_K,

    /// <summary>As Q4_K with a fifth bit apart. 5.5 bits a value.</summary>
    Q5_K,

    /// <summary>256 values: 4 low and 2 high bits, 16 int8 scales, f16 scale. 6.5625 bits a value.</summary>
    Q6_K,

    /// <summary>32 values: one shared power of two (E8M0), 32 4-bit floats (E2M1) (OCP Microscaling v1.0). 4.25 bits a value.</summary>
    MXFP4,
}

/// <summary>Sizes of the formats.</summary>
internal static class WeightFormats
{
    /// <summary>Values in one block; a row is whole blocks.</summary>
    public static int BlockValues(this WeightFormat format) => format switch
    {
        WeightFormat.F32 or WeightFormat.F16 or WeightFormat.BF16 => 1,
        WeightFormat.Q8_0 or WeightFormat.Q4_0 or WeightFormat.MXFP4 => 32,
        _ => 256,
    };

    public static int BlockBytes(this WeightFormat format) => format switch
    {
        WeightFormat.F32 => 4,
        WeightFormat.F16 or WeightFormat.BF16 => 2,
        WeightFormat.Q8_0 => 34,
        WeightFormat.Q4_0 => 18,
        WeightFormat.Q4_K => 144,
        WeightFormat.Q5_K => 176,
        WeightFormat.Q6_K => 210,
        WeightFormat.MXFP4 => 17,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    public static bool Fits(this WeightFormat format, int columns) => columns % format.BlockValues() == 0;

    /// <summary>Bytes of one row of <paramref name="columns"/> values.</summary>
    public static long RowBytes(this WeightFormat format, int columns)
        => format.Fits(columns) ? (long)columns / format.BlockValues() * format.BlockBytes() : throw new ArgumentException($"rows of {columns} values cannot be cut into blocks of {format}");
}
