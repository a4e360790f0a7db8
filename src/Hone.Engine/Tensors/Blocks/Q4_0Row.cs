using System.Runtime.Intrinsics;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>32 values: f16 scale d, 16 bytes with value i in the low and value i + 16 in the high half; the value is (q - 8) d.</summary>
internal static class Q4_0Row
{
    private const int Values = 32, Bytes = 18, Codes = 2, Middle = 8;

    public static void Decode(ReadOnlySpan<byte> row, Span<float> values)
    {
        var middle = Vector512.Create((float)Middle);
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var scale = Vector512.Create(BlockLanes.ReadHalf(row));
            var codes = Vector128.Create(row[Codes..]);
            ((BlockLanes.ToSingle(codes & Vector128.Create((byte)15)) - middle) * scale).CopyTo(values);
            ((BlockLanes.ToSingle(codes >>> 4) - middle) * scale).CopyTo(values[BlockLanes.Lanes..]);
        }
    }

    // The value farthest from 0 gets the code 0, which reaches one step farther than 15: its sign may be that of -d.
    public static void Encode(ReadOnlySpan<float> values, Span<byte> row)
    {
        Span<byte> codes = stackalloc byte[Values];
        var middle = Vector512.Create((float)Middle);
        for (; values.Length > 0; row = row[Bytes..], values = values[Values..])
        {
            var scale = BlockLanes.WriteHalf(GridFit.Farthest(values[..Values]) / -Middle, row);
            var inverse = Vector512.Create(BlockLanes.Inverse(scale));
            for (var i = 0; i < Values; i += BlockLanes.Lanes)
                BlockLanes.Store(BlockLanes.Nearest((BlockLanes.Load(values[i..]) * inverse) + middle, 0f, 15f), codes[i..]);
            for (var i = 0; i < Values / 2; i++)
                row[Codes + i] = (byte)(codes[i] | (codes[i + (Values / 2)] << 4));
        }
    }
}
