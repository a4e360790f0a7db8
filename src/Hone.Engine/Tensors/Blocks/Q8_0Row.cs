using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>32 values: f16 scale d, 32 int8 q; the value is q d.</summary>
internal static class Q8_0Row
{
    private const int Values = 32, Bytes = 34, Codes = 2;

    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var scale = Vector512.Create(BlockLanes.ReadHalf(row));
            for (var i = 0; i < Values; i += BlockLanes.Lanes)
                (BlockLanes.ToSingle(Vector128.Create(row[(Codes + i)..]).AsSByte()) * scale).CopyTo(values[i..]);
        }
    }

    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var scale = BlockLanes.WriteHalf(GridFit.Largest(values[..Values]) / 127f, row);
            var inverse = Vector512.Create(BlockLanes.Inverse(scale));
            for (var i = 0; i < Values; i += BlockLanes.Lanes)
                BlockLanes.Store(BlockLanes.Nearest(BlockLanes.Load(values[i..]) * inverse, -127f, 127f), row[(Codes + i)..]);
        }
    }
}
