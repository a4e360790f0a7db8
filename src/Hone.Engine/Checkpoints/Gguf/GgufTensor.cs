using Hone.Engine.Tensors;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Kinds of tensors this program reads, by their numbers in the file (ggml.h, enum ggml_type).</summary>
internal enum GgufTensorType : uint
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q5_0 = 6,
    Q8_0 = 8,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    BF16 = 30,
    MXFP4 = 39,
}

/// <summary>
/// A tensor of a GGUF file: sizes from the innermost outwards (columns first), and where its bytes lie in the file (written: after the
/// beginning of the data).
/// </summary>
internal sealed record GgufTensor(string Name, GgufTensorType Type, long[] Sizes, long Offset)
{
    public long Columns => Sizes[0];

    /// <summary>Rows over all outer dimensions.</summary>
    public long Rows => Sizes.Skip(1).Aggregate(1L, (product, size) => product * size);

    public long Bytes => Columns / GgufTensorTypes.BlockValues(Type) * GgufTensorTypes.BlockBytes(Type) * Rows;
}

/// <summary>Sizes of the kinds of tensors, and what they are to the engine.</summary>
internal static class GgufTensorTypes
{
    /// <summary>Null: not a format of the engine (Q5_0, which is read as Q8_0).</summary>
    public static WeightFormat? Format(GgufTensorType type) => type switch
    {
        GgufTensorType.F32 => WeightFormat.F32,
        GgufTensorType.F16 => WeightFormat.F16,
        GgufTensorType.BF16 => WeightFormat.BF16,
        GgufTensorType.Q8_0 => WeightFormat.Q8_0,
        GgufTensorType.Q4_0 => WeightFormat.Q4_0,
        GgufTensorType.Q4_K => WeightFormat.Q4_K,
        GgufTensorType.Q5_K => WeightFormat.Q5_K,
        GgufTensorType.Q6_K => WeightFormat.Q6_K,
        GgufTensorType.MXFP4 => WeightFormat.MXFP4,
        _ => null,
    };

    public static GgufTensorType Of(WeightFormat format) => Enum.GetValues<GgufTensorType>().First(type => Format(type) == format);

    public static int BlockValues(GgufTensorType type) => Format(type)?.BlockValues() ?? 32;

    // Q5_0: f16 scale, 32 fifth bits, 32 nibbles.
    public static int BlockBytes(GgufTensorType type) => Format(type)?.BlockBytes() ?? 22;
}
