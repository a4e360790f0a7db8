namespace Hone.Engine.Checkpoints;

/// <summary>Narrowing of f32 values.</summary>
internal static class Rounding
{
    /// <summary>The nearest bf16, ties to even; a NaN stays a NaN.</summary>
    public static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return (ushort)((bits >> 16) | 0x40);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
