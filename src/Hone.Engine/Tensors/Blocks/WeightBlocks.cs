namespace Hone.Engine.Tensors.Blocks;

/// <summary>
/// Rows of weights to and from every <see cref="WeightFormat"/>. Decoding is GGUF's definition to the bit (ggml-quants.c, dequantize_row_*:
/// products and sums each rounded, nothing contracted); every kernel is measured against it. Encoding is ours: the result decodes anywhere,
/// and loses no more than llama.cpp's own.
/// </summary>
internal static class WeightBlocks
{
    public static void Decode(WeightFormat format, ReadOnlySpan<byte> row, Span<float> values)
    {
        CheckLengths(format, row.Length, values.Length);
        switch (format)
        {
            case WeightFormat.F32: System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(row).CopyTo(values); break;
            case WeightFormat.F16: F16Row.Decode(row, values); break;
            case WeightFormat.BF16: BF16Row.Decode(row, values); break;
            case WeightFormat.Q8_0: Q8_0Row.Decode(row, values); break;
            case WeightFormat.Q4_0: Q4_0Row.Decode(row, values); break;
            case WeightFormat.Q4_K: Q4_KRow.Decode(row, values); break;
            case WeightFormat.Q5_K: Q5_KRow.Decode(row, values); break;
            case WeightFormat.Q6_K: Q6_KRow.Decode(row, values); break;
            case WeightFormat.MXFP4: MXFP4Row.Decode(row, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    /// <summary>Values <paramref name="column"/>.. of a row; column and count are multiples of 32 where the format has blocks.</summary>
    public static void DecodePart(WeightFormat format, ReadOnlySpan<byte> row, int column, Span<float> values)
    {
        var (size, bytes) = (format.BlockValues(), format.BlockBytes());
        while (values.Length > 0)
        {
            var block = row[(column / size * bytes)..];
            var count = size <= 32 ? values.Length : Math.Min(values.Length, size - (column % size));
            if (size <= 32)
                Decode(format, block[..(values.Length / size * bytes)], values);
            else
                DecodeRuns(format, block[..bytes], column % size, values[..count]);
            column += count;
            values = values[count..];
        }
    }

    private static void DecodeRuns(WeightFormat format, ReadOnlySpan<byte> block, int first, Span<float> values)
    {
        for (var i = 0; i < values.Length; i += 32)
        {
            var run = (first + i) / 32;
            switch (format)
            {
                case WeightFormat.Q4_K: Q4_KRow.DecodeRun(block, run, values[i..]); break;
                case WeightFormat.Q5_K: Q5_KRow.DecodeRun(block, run, values[i..]); break;
                default: Q6_KRow.DecodeRun(block, run, values[i..]); break;
            }
        }
    }

    /// <exception cref="ArgumentException">A value is NaN or infinite and the format has blocks: one scale could not serve its neighbours.</exception>
    public static void Encode(WeightFormat format, ReadOnlySpan<float> values, Span<byte> row)
    {
        CheckLengths(format, row.Length, values.Length);
        if (format.BlockValues() > 1)
            CheckFinite(format, values);
        switch (format)
        {
            case WeightFormat.F32: System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).CopyTo(row); break;
            case WeightFormat.F16: F16Row.Encode(values, row); break;
            case WeightFormat.BF16: BF16Row.Encode(values, row); break;
            case WeightFormat.Q8_0: Q8_0Row.Encode(values, row); break;
            case WeightFormat.Q4_0: Q4_0Row.Encode(values, row); break;
            case WeightFormat.Q4_K: Q4_KRow.Encode(values, row); break;
            case WeightFormat.Q5_K: Q5_KRow.Encode(values, row); break;
            case WeightFormat.Q6_K: Q6_KRow.Encode(values, row); break;
            case WeightFormat.MXFP4: MXFP4Row.Encode(values, row); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static void CheckLengths(WeightFormat format, int bytes, int values)
    {
        if (format.RowBytes(values) != bytes)
            throw new ArgumentException($"{values} values in {format} are {format.RowBytes(values)} bytes, not {bytes}");
    }

    private static void CheckFinite(WeightFormat format, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"value {i} of the row is {values[i]}: {format} holds finite numbers only", nameof(values));
        }
    }
}
