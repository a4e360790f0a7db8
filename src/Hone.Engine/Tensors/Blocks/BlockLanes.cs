using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hone.Engine.Tensors.Blocks;

/// <summary>Sixteen values of a block at a time, and the f16 scale of a block.</summary>
internal static class BlockLanes
{
    public const int Lanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector128<byte> codes)
    {
        if (Avx512F.IsSupported)
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(codes));
        var (low, high) = Vector128.Widen(codes);
        var (first, second) = (Vector128.Widen(low), Vector128.Widen(high));
        return Joined(first.Lower.AsInt32(), first.Upper.AsInt32(), second.Lower.AsInt32(), second.Upper.AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector128<sbyte> codes)
    {
        if (Avx512F.IsSupported)
            return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(codes));
        var (low, high) = Vector128.Widen(codes);
        var (first, second) = (Vector128.Widen(low), Vector128.Widen(high));
        return Joined(first.Lower, first.Upper, second.Lower, second.Upper);
    }

    private static Vector512<float> Joined(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d)
        => Vector512.ConvertToSingle(Vector512.Create(Vector256.Create(a, b), Vector256.Create(c, d)));

    /// <summary>The nearest codes between <paramref name="least"/> and <paramref name="most"/>, ties to even, as whole floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Nearest(Vector512<float> values, float least, float most)
        => Vector512.Min(Vector512.Max(Vector512.Round(values), Vector512.Create(least)), Vector512.Create(most));

    /// <summary>Whole floats as bytes, two's complement where negative.</summary>
    public static void Store(Vector512<float> codes, Span<byte> target)
    {
        var whole = Vector512.ConvertToInt32(codes);
        var words = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
        Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().CopyTo(target);
    }

    public static float ReadHalf(ReadOnlySpan<byte> source) => (float)BitConverter.ToHalf(source);

    /// <summary>Writes a scale as f16 and returns what it became: the largest f16 where it is larger.</summary>
    public static float WriteHalf(float scale, Span<byte> target)
    {
        var half = (Half)Math.Clamp(scale, (float)Half.MinValue, (float)Half.MaxValue);
        BitConverter.TryWriteBytes(target, half);
        return (float)half;
    }

    /// <summary>1 / scale, 0 where that is not a finite number: codes of a block without a scale are all 0.</summary>
    public static float Inverse(float scale) => float.IsFinite(1f / scale) ? 1f / scale : 0f;

    public static Vector512<float> Load(ReadOnlySpan<float> values) => Vector512.Create(values);
}
